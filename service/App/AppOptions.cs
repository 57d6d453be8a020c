using System.Globalization;

namespace ZipkinMesh.App;

/// <summary>What the app and its host are told, read from the environment and the command line.</summary>
internal sealed record AppOptions
{
    /// <summary><c>SERVICE_NAME</c>: the number in <c>service1</c>, <c>service2</c>; required. It names the sidecar's cluster and its
    /// configuration file, so it is made of letters, digits, <c>.</c>, <c>-</c> and <c>_</c>. The one named 1 calls its egress.</summary>
    public required string ServiceName { get; init; }

    /// <summary><c>App:Port</c>: TCP port on the loopback address, 1 to 65535; default 8080. Code may also say 0: any free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary><c>App:Egress</c>: where the sidecar takes outgoing requests, <c>http://host:port</c>; default <c>http://localhost:9000</c>.</summary>
    public Uri Egress { get; init; } = new("http://localhost:9000");

    /// <summary><c>App:Sidecar</c>: full path of the sidecar program; default the file <c>sidecar</c> beside this one.
    /// Null, an empty value in the configuration, runs the app alone.</summary>
    public string? Sidecar { get; init; }

    /// <summary>How long one egress call may take; 16 s. The proxy's route gives up after 15 s, so its 504 still arrives.</summary>
    public TimeSpan EgressTimeout { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>How long the sidecar may take to end after SIGTERM; 8 s, because <c>docker compose stop</c> kills after 10 s.</summary>
    public TimeSpan SidecarStopTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Reads and checks every setting; a mistake is a <see cref="SettingException"/>, before any port is bound.</summary>
    public static AppOptions Read(IConfiguration configuration) => new()
    {
        ServiceName = ReadServiceName(configuration["SERVICE_NAME"]),
        Port = ReadPort(configuration["App:Port"] ?? "8080"),
        Egress = ReadEgress(configuration["App:Egress"] ?? "http://localhost:9000"),
        Sidecar = ReadSidecar(configuration["App:Sidecar"] ?? Path.Combine(AppContext.BaseDirectory, "sidecar")),
    };

    private static string ReadServiceName(string? value) =>
        !string.IsNullOrEmpty(value) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? value
            : throw new SettingException("SERVICE_NAME", value, "it is required: letters, digits, '.', '-' and '_', for example 1");

    private static int ReadPort(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new SettingException("App:Port", value, "allowed is a port, 1 to 65535");

    private static Uri ReadEgress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/"
            ? url
            : throw new SettingException("App:Egress", value, "allowed is http://host:port");

    private static string? ReadSidecar(string value) => value switch
    {
        "" => null,
        _ when File.Exists(value) => Path.GetFullPath(value),
        _ => throw new SettingException("App:Sidecar", value, "allowed is the path of the sidecar program, or nothing to run the app alone"),
    };
}
