namespace ZipkinMesh.Tests.UpstreamTls;

/// <summary>Represents a cluster with TLS, which both proxies have. Its name is also the prefix of its route.</summary>
/// <param name="Name">The name.</param>
/// <param name="Server">The name of the server, one of <see cref="TlsServers.Names"/>.</param>
internal sealed record TlsCase(string Name, string Server)
{
    public static readonly IReadOnlyList<TlsCase> All =
    [
        new("ok", "plain"),
        new("ok-http2", "plain") { IsHttp2 = true },
        new("wrong-ca", "plain") { Authority = "other" },
        new("wrong-name", "plain") { SubjectAltName = "elsewhere.test" },
        new("expired", "expired"),
        new("clear-text", "clear-text"),
        new("mutual12", "mutual12") { Client = "client" },
        new("mutual12-none", "mutual12"),
        new("mutual12-wrong", "mutual12") { Client = "wrong" },
        new("mutual13", "mutual13") { Client = "client" },
        new("mutual13-http2", "mutual13") { Client = "client", IsHttp2 = true },
        new("mutual13-none", "mutual13"),
        new("mutual13-wrong", "mutual13") { Client = "wrong" },
        new("version", "mutual12") { MinimumVersion = "TLSv1_3" },
    ];

    public string Authority { get; init; } = "ca";

    public string SubjectAltName { get; init; } = TlsServers.ServerName;

    /// <summary>Gets the name of the client certificate; null for none.</summary>
    public string? Client { get; init; }

    public string MinimumVersion { get; init; } = "TLSv1_2";

    public bool IsHttp2 { get; init; }
}
