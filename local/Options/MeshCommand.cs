using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Local.Options;

/// <summary>The command line: <c>local --front-port 8010 --zipkin http://localhost:9411</c>.</summary>
internal static class MeshCommand
{
    private const string AllowedPort = "1 to 65535";
    private const string AllowedZipkin = "http://host:port, for example http://localhost:9411";

    private const string Description = """
        Runs the whole mesh on this machine: Zipkin, two services with their sidecars, and the front proxy. Each is a separate process on 127.0.0.1. Ctrl-C stops them all.

          dotnet run --project local -- [options]
        """;

    private static readonly MeshOptions Defaults = new();

    public static Option<int> FrontPort { get; } = Port("--front-port", Defaults.FrontPort, "Port of the front proxy");

    public static Option<int> FrontAdminPort { get; } = Port("--front-admin-port", Defaults.FrontAdminPort, "Admin port of the front proxy");

    public static Option<int> ZipkinPort { get; } = Port("--zipkin-port", Defaults.ZipkinPort, "Port of the embedded Zipkin");

    public static Option<int?> OtlpHttpPort { get; } =
        OptionalPort("--otlp-http-port", "Port of the embedded Zipkin for OTLP over HTTP, beside its own port; 4318 is the default of OpenTelemetry's SDKs");

    public static Option<int?> OtlpGrpcPort { get; } =
        OptionalPort("--otlp-grpc-port", "Port of the embedded Zipkin for OTLP over gRPC; 4317 is the default of OpenTelemetry's SDKs");

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

    public static Option<int> Service1Port { get; } = Port("--service1-port", Defaults.Service1Port, "Ingress port of service 1's sidecar");

    public static Option<int> Service1EgressPort { get; } =
        Port("--service1-egress-port", Defaults.Service1EgressPort, "Egress port of service 1's sidecar");

    public static Option<int> Service1AdminPort { get; } =
        Port("--service1-admin-port", Defaults.Service1AdminPort, "Admin port of service 1's sidecar");

    public static Option<int> Service1AppPort { get; } = Port("--service1-app-port", Defaults.Service1AppPort, "Port of service 1's app");

    public static Option<int> Service2Port { get; } = Port("--service2-port", Defaults.Service2Port, "Ingress port of service 2's sidecar");

    public static Option<int> Service2AppPort { get; } = Port("--service2-app-port", Defaults.Service2AppPort, "Port of service 2's app");

    /// <summary>Parses the command line. <c>--help</c> and <c>--version</c> write to <paramref name="output"/> and return null.</summary>
    /// <exception cref="SettingException">An option is unknown, has no value, or a value that is not allowed.</exception>
    public static MeshOptions? Parse(string[] args, TextWriter output)
    {
        var command = new RootCommand(Description)
        {
            FrontPort, FrontAdminPort, ZipkinPort, OtlpHttpPort, OtlpGrpcPort, Zipkin, AppSpans,
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

        return new MeshOptions
        {
            FrontPort = result.GetValue(FrontPort),
            FrontAdminPort = result.GetValue(FrontAdminPort),
            ZipkinPort = result.GetValue(ZipkinPort),
            OtlpHttpPort = result.GetValue(OtlpHttpPort),
            OtlpGrpcPort = result.GetValue(OtlpGrpcPort),
            Zipkin = result.GetValue(Zipkin),
            AppSpans = result.GetValue(AppSpans),
            Service1Port = result.GetValue(Service1Port),
            Service1EgressPort = result.GetValue(Service1EgressPort),
            Service1AdminPort = result.GetValue(Service1AdminPort),
            Service1AppPort = result.GetValue(Service1AppPort),
            Service2Port = result.GetValue(Service2Port),
            Service2AppPort = result.GetValue(Service2AppPort),
        };
    }

    private static Option<int> Port(string name, int defaultPort, string description) => new(name)
    {
        Description = description,
        HelpName = "PORT",
        DefaultValueFactory = _ => defaultPort,
        CustomParser = ReadPort,
    };

    private static Option<int?> OptionalPort(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PORT",
        CustomParser = result => ReadPort(result),
    };

    private static int ReadPort(ArgumentResult result)
    {
        if (int.TryParse(Value(result), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535)
        {
            return port;
        }

        AddError(result, AllowedPort);
        return 0;
    }

    private static Uri? ReadUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(Value(result), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/")
        {
            return url;
        }

        AddError(result, AllowedZipkin);
        return null;
    }

    private static string Value(ArgumentResult result) => result.Tokens[0].Value;

    private static void AddError(ArgumentResult result, string allowed) =>
        result.AddError(SettingException.NotAllowed(((OptionResult)result.Parent!).Option.Name, Value(result), allowed).Message);

    private static SettingException ToException(ParseResult result)
    {
        if (result.UnmatchedTokens is [var unknown, ..])
        {
            return new($"'{unknown}' is not an option; see --help");
        }

        var error = result.Errors[0];
        return error.SymbolResult is OptionResult { Tokens.Count: 0, Option: var option }
            ? SettingException.Missing(option.Name, option == Zipkin ? AllowedZipkin : AllowedPort)
            : new(error.Message);
    }
}
