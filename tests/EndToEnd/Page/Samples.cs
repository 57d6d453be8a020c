using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Sample traces.</summary>
internal static class Samples
{
    public const string TraceId = "463ac35c9f6413ad48485a3953bb6124";

    /// <summary>Returns a time five seconds ago in microseconds, so that no span is in the future.</summary>
    public static long Now() => DateTimeOffset.UtcNow.AddSeconds(-5).ToUnixTimeMilliseconds() * 1000;

    /// <summary>Returns a call from web to app, which fails and whose clock is behind, and from app to db.</summary>
    public static string Failing(long at) => $$$"""
        [{"traceId":"{{{TraceId}}}","id":"0000000000000001","kind":"SERVER","name":"get /","timestamp":{{{at}}},"duration":100000,"localEndpoint":{"serviceName":"web","ipv4":"10.0.0.1"}},
         {"traceId":"{{{TraceId}}}","id":"0000000000000002","parentId":"0000000000000001","kind":"CLIENT","name":"get","timestamp":{{{at + 10000}}},"duration":80000,"localEndpoint":{"serviceName":"web","ipv4":"10.0.0.1"}},
         {"traceId":"{{{TraceId}}}","id":"0000000000000002","parentId":"0000000000000001","kind":"SERVER","name":"get /api","timestamp":{{{at - 500000}}},"duration":60000,"shared":true,"localEndpoint":{"serviceName":"app","ipv4":"10.0.0.2"},"tags":{"error":"503","http.status_code":"503"}},
         {"traceId":"{{{TraceId}}}","id":"0000000000000003","parentId":"0000000000000002","kind":"CLIENT","name":"query","timestamp":{{{at - 490000}}},"duration":20000,"localEndpoint":{"serviceName":"app","ipv4":"10.0.0.2"},"remoteEndpoint":{"serviceName":"db"}}]
        """;

    /// <summary>
    /// Returns thirty traces of a shop, one every 20 s back from <paramref name="at"/>: front calls cart and order, order calls stock
    /// (which fails every fourth time) and a queue that mail reads. The n-th trace takes 20 + 7n ms.
    /// </summary>
    public static string Shop(long at)
    {
        var spans = new JsonArray();
        for (var n = 0; n < 30; n++)
        {
            var start = at - (n * 20_000_000L);
            var unit = 1000 + (n * 350L); // a twentieth of the trace
            var trace = (n + 1).ToString("x16", CultureInfo.InvariantCulture);
            var fails = n % 4 == 3;
            spans.Add(Span(trace, 1, 0, "SERVER", "post /checkout", "front", null, start, unit * 20));
            spans.Add(Span(trace, 2, 1, "CLIENT", "get /cart", "front", "cart", start + unit, unit * 5));
            spans.Add(Span(trace, 3, 2, "SERVER", "get /cart", "cart", null, start + (unit * 2), unit * 3));
            spans.Add(Span(trace, 4, 3, "CLIENT", "hgetall", "cart", "redis", start + (unit * 3), unit));
            spans.Add(Span(trace, 5, 1, "CLIENT", "post /order", "front", "order", start + (unit * 7), unit * 12, fails));
            spans.Add(Span(trace, 6, 5, "SERVER", "post /order", "order", null, start + (unit * 8), unit * 10, fails));
            spans.Add(Span(trace, 7, 6, "CLIENT", "reserve", "order", "stock", start + (unit * 9), unit * 5, fails));
            spans.Add(Span(trace, 8, 6, "PRODUCER", "send", "order", "queue", start + (unit * 15), unit));
            spans.Add(Span(trace, 9, 8, "CONSUMER", "receive", "mail", "queue", start + (unit * 17), unit * 2));
        }

        return spans.ToJsonString();
    }

    /// <summary>
    /// Returns a request that a proxy sends three times to payment, with Envoy's tags: the flags UF, UT and UO of the attempts, and URX. Two
    /// spans make a call to stock; another has a parent that is missing.
    /// </summary>
    public static string Retried(long at) => new JsonArray(
        Span(TraceId, 1, 0, "SERVER", "post /checkout", "front-proxy", at, 120000, """{"response_flags":"URX"}"""),
        Span(TraceId, 2, 1, "SERVER", "post /order", "order", at + 5000, 110000),
        Span(TraceId, 3, 2, "CLIENT", "get", "order-app", at + 10000, 30000),
        Span(TraceId, 4, 3, "SERVER", "get /stock", "stock", at + 14000, 22000, """
            {"query":"{\"sku\":[\"A-17\"]}","http.method":"POST","http.url":"http://shop.example.com/checkout?cart=7&pay=1","user_agent":"curl/8.5.0"}
            """),
        Span(TraceId, 10, 2, "CLIENT", "router payment egress", "order", at + 40000, 18000, """{"upstream_cluster":"payment","response_flags":"UF","error":"true"}"""),
        Span(TraceId, 11, 2, "CLIENT", "router payment egress", "order", at + 60000, 18000, """
            {"upstream_cluster":"payment","response_flags":"UT","error":"true","retry.count":"1","exception.stacktrace":"System.TimeoutException\n   at Shop.Pay()"}
            """),
        Span(TraceId, 12, 2, "CLIENT", "router payment egress", "order", at + 80000, 18000, """{"upstream_cluster":"payment","response_flags":"UO","error":"true","retry.count":"2"}"""),
        Span(TraceId, 20, 99, "CLIENT", "send mail", "mail", at + 100000, 5000)).ToJsonString();

    /// <summary>Returns a tree of spans, each with up to four children: <c>step 1</c> to <c>step {count}</c>.</summary>
    public static string Tree(int count)
    {
        var start = Now();
        return new JsonArray([.. Enumerable.Range(1, count).Select(i => (JsonNode)new JsonObject
        {
            ["traceId"] = TraceId,
            ["id"] = i.ToString("x16", CultureInfo.InvariantCulture),
            ["parentId"] = i == 1 ? null : ((i + 2) / 4).ToString("x16", CultureInfo.InvariantCulture),
            ["name"] = $"step {i}",
            ["timestamp"] = start + (i * 10),
            ["duration"] = Math.Max(1, (count > 6000 ? 6_000_000 : 60000) - (i * 10)),
            ["localEndpoint"] = new JsonObject { ["serviceName"] = $"s{i % 9}" },
        })]).ToJsonString();
    }

    private static JsonObject Span(string trace, int id, int parent, string kind, string name, string service, string? remote, long start, long duration, bool fails = false) => new()
    {
        ["traceId"] = trace,
        ["id"] = id.ToString("x16", CultureInfo.InvariantCulture),
        ["parentId"] = parent == 0 ? null : parent.ToString("x16", CultureInfo.InvariantCulture),
        ["kind"] = kind,
        ["name"] = name,
        ["timestamp"] = start,
        ["duration"] = duration,
        ["localEndpoint"] = new JsonObject { ["serviceName"] = service },
        ["remoteEndpoint"] = remote is null ? null : new JsonObject { ["serviceName"] = remote },
        ["annotations"] = new JsonArray(new JsonObject { ["timestamp"] = start + (duration / 2), ["value"] = "half" }),
        ["tags"] = fails ? new JsonObject { ["error"] = "out of stock", ["http.status_code"] = "500" } : new JsonObject { ["http.status_code"] = "200" },
    };

    private static JsonObject Span(string trace, int id, int parent, string kind, string name, string service, long start, long duration, string tags = "{}")
    {
        var span = Span(trace, id, parent, kind, name, service, null, start, duration);
        span["tags"] = JsonNode.Parse(tags);
        return span;
    }

    /// <summary>Returns a JSON file to open in the page.</summary>
    public static FilePayload File(string name, string text) => new() { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) };
}
