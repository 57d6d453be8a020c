using System.Globalization;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.App;

/// <summary>The settings of the app and its host, from the environment and the command line.</summary>
internal sealed record AppOptions
{
    /// <summary>Gets <c>SERVICE_NAME</c>, the number in <c>service1</c> and <c>service2</c>. Required. It names the sidecar's cluster and
    /// configuration file, so only letters, digits, <c>.</c>, <c>-</c> and <c>_</c> are allowed. The service named 1 calls its egress.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Gets <c>App:Port</c>, the TCP port on the loopback address. Range: 1 to 65535. Default: 8080. Tests use 0, any free port.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Gets <c>App:Egress</c>, the address of the sidecar's egress listener, <c>http://host:port</c>. Default: <c>http://localhost:9000</c>.</summary>
    public Uri Egress { get; init; } = new("http://localhost:9000");

    /// <summary>Gets <c>App:Sidecar</c>, the full path of the sidecar program. Default: the file <c>sidecar</c> in this program's folder.
    /// Null, an empty value in the configuration, runs the app alone.</summary>
    public string? Sidecar { get; init; }

    /// <summary>Gets the timeout of one egress call, 16 s. The proxy's route times out after 15 s, so its 504 response still arrives.</summary>
    public TimeSpan EgressTimeout { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>Gets the time the sidecar may take to exit after SIGTERM, 8 s, because <c>docker compose stop</c> kills after 10 s.</summary>
    public TimeSpan SidecarStopTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Reads and validates all settings, before any port is bound.</summary>
    /// <exception cref="SettingException">A setting is missing or not allowed.</exception>
    public static AppOptions Read(IConfiguration configuration) => new()
    {
        ServiceName = ReadServiceName("SERVICE_NAME", configuration["SERVICE_NAME"]),
        Port = ReadPort("App:Port", configuration["App:Port"] ?? "8080"),
        Egress = ReadEgress("App:Egress", configuration["App:Egress"] ?? "http://localhost:9000"),
        Sidecar = ReadSidecar("App:Sidecar", configuration["App:Sidecar"] ?? Path.Combine(AppContext.BaseDirectory, "sidecar")),
    };

    private static string ReadServiceName(string key, string? value)
    {
        const string Allowed = "letters, digits, '.', '-' and '_', for example 1";
        if (value is null)
        {
            throw SettingException.Missing(key, Allowed);
        }

        return value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? value
            : throw SettingException.NotAllowed(key, value, Allowed);
    }

    private static int ReadPort(string key, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw SettingException.NotAllowed(key, value, "1 to 65535");

    private static Uri ReadEgress(string key, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/"
            ? url
            : throw SettingException.NotAllowed(key, value, "http://host:port");

    private static string? ReadSidecar(string key, string value) => value switch
    {
        "" => null,
        _ when File.Exists(value) => Path.GetFullPath(value),
        _ => throw SettingException.NotAllowed(key, value, "the path of the sidecar program, or an empty value to run the app alone"),
    };
}
