using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of a listener with TLS.</summary>
internal static class ListenerTlsStats
{
    private const string Handshake = "{handshake}";

    private static readonly StatScope<ListenerTlsCounters> Scope = new("listener.", $"listener.{{{StatTags.Listener}}}.");

    /// <summary>Gets the statistics.</summary>
    public static IReadOnlyList<Stat<ListenerTlsCounters>> All { get; } =
    [
        Scope.Counter("downstream_cx_transport_socket_connect_timeout", "{connection}", "Connections that were closed because their handshake took too long.", c => c.Timeouts.Value),
        Scope.Counter("ssl.handshake", Handshake, "TLS handshakes that succeeded.", c => c.Handshakes.Value),
        Scope.Counter("ssl.no_certificate", Handshake, "Those in which the client showed no certificate.", c => c.NoCertificate.Value),
        Scope.Counter("ssl.connection_error", Handshake, "Handshakes that failed for another reason than the client's certificate.", c => c.ConnectionErrors.Value),
        Scope.Counter("ssl.fail_verify_no_cert", Handshake, "Clients without a certificate where one is required.", c => c.MissingCertificates.Value),
        Scope.Counter("ssl.fail_verify_error", Handshake, "Client certificates that weren't valid, or that no trusted authority has issued.", c => c.InvalidCertificates.Value),
        Scope.Counter("ssl.fail_verify_san", Handshake, "Client certificates without one of the names that they must have.", c => c.NameFailures.Value),
        Scope.CounterByName("ssl.versions", StatTags.TlsVersion, Handshake, "Handshakes by the version of TLS.", c => c.Versions),
        Scope.CounterByName("ssl.ciphers", StatTags.TlsCipher, Handshake, "Handshakes by the cipher suite.", c => c.Ciphers),
        Scope.Counter("server_ssl_socket_factory.ssl_context_update_by_sds", "{update}", "Replacements of certificates by changed files.", c => c.Certificates.Updates.Value),
        Scope.Counter("server_ssl_socket_factory.key_rotation_failed", "{update}", "Changed files that couldn't be used, so that the last good certificates stayed.", c => c.Certificates.FailedUpdates.Value),
    ];
}
