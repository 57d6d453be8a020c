using System.Globalization;

namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>
/// Generates the traces of a mesh; apart from their times they are the same in every run. A request passes four proxies, each of which
/// reports a server and a client span with Envoy's tags. A message contains the spans of one proxy for many traces, so a trace
/// arrives in four parts.
/// </summary>
internal sealed class Traffic(long startUs, long spacingUs)
{
    public const int SpansPerTrace = 8;
    public const int SpansPerMessage = 100;

    /// <summary>Spans in a block of four messages.</summary>
    public const int SpansPerBlock = TracesPerBlock * SpansPerTrace;

    public const string RareService = "backup";

    private const int Depth = SpansPerTrace / 2;
    private const int TracesPerBlock = SpansPerMessage / 2;

    // One trace in this number has an error, a slow call, a retry, or the rare service.
    private const int OneError = 50;
    private const int OneSlow = 1000;
    private const int OneRetry = 100;
    private const int OneRare = 5000;

    private static readonly string[] Services = ["front-proxy", "cart", "stock", "orders", "users", "search", "prices", "mail"];
    private static readonly string[] Agents =
        ["curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "python-requests/2.32.3", "okhttp/4.12.0"];

    private int _traces;

    public int Traces => _traces;

    /// <summary>Gets the start time of the last trace so far.</summary>
    public long NowUs => startUs + (_traces * spacingUs);

    public static ulong TraceId(int trace) => Mix((ulong)trace + 1);

    public static string RequestId(int trace)
    {
        var (a, b) = (Mix((ulong)trace + 0x1000_0000), Mix((ulong)trace + 0x2000_0000));
        return string.Create(CultureInfo.InvariantCulture, $"{a >> 32:x8}-{(a >> 16) & 0xffff:x4}-4{a & 0xfff:x3}-a{b >> 52:x3}-{b & 0xffff_ffff_ffff:x12}");
    }

    /// <summary>Returns the next traces, as four messages.</summary>
    public List<LoadSpan>[] NextBlock()
    {
        List<LoadSpan>[] messages = [[], [], [], []];
        for (var i = 0; i < TracesPerBlock; i++)
        {
            AddTrace(_traces++, messages);
        }

        return messages;
    }

    private void AddTrace(int trace, List<LoadSpan>[] messages)
    {
        var random = Mix((ulong)trace + 0x3000_0000);
        var isError = trace % OneError == 7;
        var duration = (trace % OneSlow == 13 ? 5_000_000 : 20_000) + (long)(random % 10_000);
        var start = startUs + (trace * spacingUs);
        var parent = 0UL;
        var caller = "front-proxy";
        // Few values, because paths through a mesh repeat.
        var path = (int)(random >> 40) % 12;
        for (var depth = 0; depth < Depth; depth++)
        {
            var id = Mix(((ulong)trace * Depth) + (ulong)depth + 0x4000_0000);
            var service = depth == 0 ? "front-proxy"
                : trace % OneRare == 42 && depth == Depth - 1 ? RareService
                : Services[1 + ((path + depth) % (Services.Length - 1))];
            var next = Services[1 + ((path + depth + 1) % (Services.Length - 1))];
            var own = Tags(trace, depth, service, caller, isError, random);
            var annotation = trace % OneRetry == 3 && depth == 1 ? "retry" : null;
            var host = (byte)(10 + Array.IndexOf(Services, service));
            var (spanStart, spanDuration) = (start + (depth * 1000), duration - (depth * 2000));
            messages[depth].Add(new(TraceId(trace), id, parent, false, Name(path), spanStart, spanDuration, service, host, own, annotation));
            var call = Mix(id);
            var callTags = Tags(trace, depth, service, next, isError, random);
            messages[depth].Add(new(TraceId(trace), call, id, true, $"{next}:8000", spanStart + 300, spanDuration - 700, service, host, callTags, null));
            (parent, caller) = (call, service);
        }
    }

    private static string Name(int path) => $"service.local:8000/path/{path}";

    private static KeyValuePair<string, string>[] Tags(int trace, int depth, string service, string peer, bool isError, ulong random)
    {
        // A quarter of the URLs contain a unique number.
        var url = random % 4 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"http://shop.example:8000/items/{random >> 44}")
            : string.Create(CultureInfo.InvariantCulture, $"http://shop.example:8000/path/{random % 12}");
        List<KeyValuePair<string, string>> tags =
        [
            new("component", "proxy"),
            new("downstream_cluster", "-"),
            new("guid:x-request-id", RequestId(trace)),
            new("http.method", random % 8 == 0 ? "POST" : "GET"),
            new("http.protocol", "HTTP/1.1"),
            new("http.status_code", isError ? "503" : "200"),
            new("http.url", url),
            new("node_id", $"{service}-7d9c5b8f6-x2x{depth}q"),
            new("peer.address", $"10.0.{depth}.{10 + (int)(random % 30)}"),
            new("request_size", random % 8 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{random % 4096}") : "0"),
            new("response_flags", isError ? "UF,URX" : "-"),
            new("response_size", string.Create(CultureInfo.InvariantCulture, $"{(random >> 8) % 8192}")),
            new("upstream_cluster", $"{peer}_cluster"),
            new("upstream_cluster.name", $"{peer}_cluster"),
            new("user_agent", Agents[random % (ulong)Agents.Length]),
            new("zone", $"zone-{depth % 3}"),
        ];
        if (isError)
        {
            tags.Add(new("error", "true"));
        }

        return [.. tags];
    }

    // Hashes consecutive numbers to 64 bits (the finalizer of splitmix64).
    private static ulong Mix(ulong number)
    {
        number *= 0x9e37_79b9_7f4a_7c15;
        number = (number ^ (number >> 30)) * 0xbf58_476d_1ce4_e5b9;
        number = (number ^ (number >> 27)) * 0x94d0_49bb_1331_11eb;
        return number ^ (number >> 31);
    }
}
