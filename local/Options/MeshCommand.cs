using System.CommandLine;
using System.CommandLine.Parsing;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Local.Options;

/// <summary>The command line: <c>local --front-port 8010 --zipkin http://localhost:9411</c>.</summary>
internal static class MeshCommand
{
    private const string Off = "off";
    private const string AllowedPort = "1 to 65535";
    private const string AllowedZipkin = "http://host:port, for example http://localhost:9411";

    private const string Description = """
        Runs the whole mesh on this machine: Zipkin, two services with their sidecars, and the front proxy. Each is a separate process on 127.0.0.1. Ctrl-C stops them all.

          dotnet run --project local -- [options]
        """;

    private static readonly MeshOptions Defaults = new();

    public static NumberOption FrontPort { get; } = Port("--front-port", Defaults.FrontPort, "Port of the front proxy");

    public static NumberOption FrontAdminPort { get; } = Port("--front-admin-port", Defaults.FrontAdminPort, "Admin port of the front proxy");

    public static NumberOption ZipkinPort { get; } = Port("--zipkin-port", Defaults.ZipkinPort, "Port of the embedded Zipkin");

    public static Option<int?> OtlpHttpPort { get; } =
        OptionalPort("--otlp-http-port", "Port of the embedded Zipkin for OTLP over HTTP, beside its own port; 4318 is the default of OpenTelemetry's SDKs");

    public static Option<int?> OtlpGrpcPort { get; } =
        OptionalPort("--otlp-grpc-port", "Port of the embedded Zipkin for OTLP over gRPC; 4317 is the default of OpenTelemetry's SDKs");

    public static Option<string?> StoragePath { get; } = new("--storage-path")
    {
        Description = "Folder in which the embedded Zipkin keeps the spans across restarts, or off [default: artifacts/spans/PORT]",
        HelpName = "FOLDER",
        CustomParser = result => result.Tokens[0].Value is { Length: > 0 } path && path != Off ? path : "",
    };

    public static Option<Uri?> Zipkin { get; } = new("--zipkin")
    {
        Description = "Send spans to a running Zipkin instead of starting the embedded one",
        HelpName = "http://HOST:PORT",
        CustomParser = ReadUrl,
    };

    public static Option<bool> AppSpans { get; } = new("--app-spans")
    {
        Description = "Let the apps record spans of their own, with OpenTelemetry",
        Arity = ArgumentArity.Zero,
    };

    public static NumberOption Service1Port { get; } = Port("--service1-port", Defaults.Service1Port, "Ingress port of service 1's sidecar");

    public static NumberOption Service1EgressPort { get; } =
        Port("--service1-egress-port", Defaults.Service1EgressPort, "Egress port of service 1's sidecar");

    public static NumberOption Service1AdminPort { get; } =
        Port("--service1-admin-port", Defaults.Service1AdminPort, "Admin port of service 1's sidecar");

    public static NumberOption Service1AppPort { get; } = Port("--service1-app-port", Defaults.Service1AppPort, "Port of service 1's app");

    public static NumberOption Service2Port { get; } = Port("--service2-port", Defaults.Service2Port, "Ingress port of service 2's sidecar");

    public static NumberOption Service2AppPort { get; } = Port("--service2-app-port", Defaults.Service2AppPort, "Port of service 2's app");

    public static NumberOption PortOffset { get; } =
        new("--port-offset", Defaults.PortOffset, 0, 40_000, "N", "Number to add to each port that no option sets, for a second mesh beside the first");

    public static NumberOption Services { get; } =
        new("--services", Defaults.Services, 2, 20, "N", "Number of services; each calls the next one");

    public static NumberOption Load { get; } = new("--load", Defaults.Load, 0, 1000, "RPS", "Requests per second to send, each with a link to its trace");

    public static NumberOption Errors { get; } =
        new("--errors", Defaults.Errors, 0, 100, "PERCENT", "Percentage of requests that each app answers with 500");

    public static NumberOption Delay { get; } =
        new("--delay", Defaults.Delay, 0, 10_000, "MS", "Longest time that each app delays a request, in milliseconds; each request waits a random part of it");

    public static Option<bool> Open { get; } = new("--open")
    {
        Description = "Open the page with the traces in the browser",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Parses the command line. <c>--help</c> and <c>--version</c> write to <paramref name="output"/> and return null.</summary>
    /// <exception cref="SettingException">An option is unknown, has no value, or a value that is not allowed.</exception>
    public static MeshOptions? Parse(string[] args, TextWriter output)
    {
        var command = new RootCommand(Description)
        {
            Open, Load, Errors, Delay, Services, PortOffset,
            FrontPort, FrontAdminPort, ZipkinPort, OtlpHttpPort, OtlpGrpcPort, StoragePath, Zipkin, AppSpans,
            Service1Port, Service1EgressPort, Service1AdminPort, Service1AppPort, Service2Port, Service2AppPort,
        };
        command.Directives.Clear();
        var result = command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            throw ToException(result);
        }

        if (result.Action is not null)
        {
            result.Invoke(new InvocationConfiguration { Output = output });
            return null;
        }

        var offset = result.GetValue(PortOffset);
        return new MeshOptions
        {
            FrontPort = PortOf(FrontPort),
            FrontAdminPort = PortOf(FrontAdminPort),
            ZipkinPort = PortOf(ZipkinPort),
            OtlpHttpPort = result.GetValue(OtlpHttpPort),
            OtlpGrpcPort = result.GetValue(OtlpGrpcPort),
            StoragePath = result.GetValue(StoragePath),
            Zipkin = result.GetValue(Zipkin),
            AppSpans = result.GetValue(AppSpans),
            Service1Port = PortOf(Service1Port),
            Service1EgressPort = PortOf(Service1EgressPort),
            Service1AdminPort = PortOf(Service1AdminPort),
            Service1AppPort = PortOf(Service1AppPort),
            Service2Port = PortOf(Service2Port),
            Service2AppPort = PortOf(Service2AppPort),
            PortOffset = offset,
            Services = result.GetValue(Services),
            Load = result.GetValue(Load),
            Errors = result.GetValue(Errors),
            Delay = result.GetValue(Delay),
            Open = result.GetValue(Open),
        };

        int PortOf(NumberOption option) => result.GetValue(option) + (result.GetResult(option) is { Implicit: false } ? 0 : offset);
    }

    private static NumberOption Port(string name, int defaultPort, string description) => new(name, defaultPort, 1, 65535, "PORT", description);

    private static Option<int?> OptionalPort(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PORT",
        CustomParser = result => NumberOption.Read(result, 1, 65535),
    };

    private static Uri? ReadUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/")
        {
            return url;
        }

        NumberOption.AddError(result, AllowedZipkin);
        return null;
    }

    private static SettingException ToException(ParseResult result)
    {
        if (result.UnmatchedTokens is [var unknown, ..])
        {
            return new($"'{unknown}' is not an option; see --help");
        }

        var error = result.Errors[0];
        return error.SymbolResult is OptionResult { Tokens.Count: 0, Option: var option }
            ? SettingException.Missing(option.Name, AllowedBy(option))
            : new(error.Message);
    }

    private static string AllowedBy(Option option) =>
        option == Zipkin ? AllowedZipkin : option == StoragePath ? $"a folder, or {Off}" : (option as NumberOption)?.Allowed ?? AllowedPort;
}
