using System.Globalization;

namespace ZipkinMesh.Local;

/// <summary>Reads <c>--front-port 8010</c> and <c>--front-port=8010</c>; anything it doesn't know is a <see cref="StartException"/>.</summary>
internal static class OptionsParser
{
    private static readonly Options Defaults = new();

    private static readonly (string Name, Func<Options, int> Get, Func<Options, int, Options> Set, string Meaning)[] Ports =
    [
        ("--front-port", o => o.FrontPort, (o, port) => o with { FrontPort = port }, "the front proxy"),
        ("--zipkin-port", o => o.ZipkinPort, (o, port) => o with { ZipkinPort = port }, "Zipkin"),
        ("--service1-port", o => o.Service1Port, (o, port) => o with { Service1Port = port }, "service 1: ingress of its sidecar"),
        ("--service1-egress-port", o => o.Service1EgressPort, (o, port) => o with { Service1EgressPort = port }, "service 1: egress of its sidecar"),
        ("--service1-app-port", o => o.Service1AppPort, (o, port) => o with { Service1AppPort = port }, "service 1: the app"),
        ("--service2-port", o => o.Service2Port, (o, port) => o with { Service2Port = port }, "service 2: ingress of its sidecar"),
        ("--service2-app-port", o => o.Service2AppPort, (o, port) => o with { Service2AppPort = port }, "service 2: the app"),
    ];

    public static string Help { get; } = string.Join('\n',
    [
        "Runs the whole mesh on this machine: Zipkin, two services with their sidecars and the front proxy,",
        "each a process of its own on 127.0.0.1. Ctrl-C ends them all.",
        "",
        "  dotnet run --project local -- [options]",
        "",
        .. Ports.Select(port => $"  {port.Name + " PORT",-30} {port.Meaning} (default {port.Get(Defaults)})"),
        $"  {"--zipkin http://HOST:PORT",-30} report to a Zipkin that already runs; none is started then",
        $"  {"--help",-30} this text",
        "",
    ]);

    public static bool AsksForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    public static Options Parse(string[] args)
    {
        var options = Defaults;
        for (var i = 0; i < args.Length; i++)
        {
            var parts = args[i].Split('=', 2);
            if (parts[0] != "--zipkin" && !Array.Exists(Ports, port => port.Name == parts[0]))
            {
                throw new StartException($"'{args[i]}' is not an option; --help lists them");
            }

            var value = parts.Length == 2 ? parts[1] : ++i < args.Length ? args[i] : throw new StartException($"{parts[0]} needs a value; --help lists them");
            options = parts[0] == "--zipkin"
                ? options with { Zipkin = ReadUrl(value) }
                : Array.Find(Ports, port => port.Name == parts[0]).Set(options, ReadPort(parts[0], value));
        }

        return options;
    }

    private static int ReadPort(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new StartException($"{name} is '{value}'; allowed is a port, 1 to 65535");

    private static Uri ReadUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/"
            ? url
            : throw new StartException($"--zipkin is '{value}'; allowed is http://host:port, for example http://localhost:9411");
}
