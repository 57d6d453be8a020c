using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of a cluster whose destinations have TLS.</summary>
internal static class ClusterTlsStats
{
    private const string Handshake = "{handshake}";

    private static readonly StatScope<ClusterTlsCounters> Scope = new("cluster.", $"cluster.{{{StatTags.Cluster}}}.");

    /// <summary>Gets the statistics.</summary>
    public static IReadOnlyList<Stat<ClusterTlsCounters>> All { get; } =
    [
        Scope.Counter("ssl.handshake", Handshake, "TLS handshakes that succeeded.", c => c.Handshakes.Value),
        Scope.Counter("ssl.connection_error", Handshake, "Connections with TLS that failed for another reason than the certificate of the destination.", c => c.ConnectionErrors.Value),
        Scope.Counter("ssl.fail_verify_error", Handshake, "Certificates of destinations that weren't valid, or that no trusted authority has issued.", c => c.InvalidCertificates.Value),
        Scope.Counter("ssl.fail_verify_san", Handshake, "Certificates of destinations without one of the names that they must have.", c => c.NameFailures.Value),
        Scope.CounterByName("ssl.versions", StatTags.TlsVersion, Handshake, "Handshakes by the version of TLS.", c => c.Versions),
        Scope.Counter("client_ssl_socket_factory.ssl_context_update_by_sds", "{update}", "Replacements of certificates by changed files.", c => c.Certificates.Updates.Value),
        Scope.Counter("client_ssl_socket_factory.key_rotation_failed", "{update}", "Changed files that couldn't be used, so that the last good certificates stayed.", c => c.Certificates.FailedUpdates.Value),
    ];
}
