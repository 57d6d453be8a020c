namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds the counts of the TLS handshakes of one listener.</summary>
internal sealed class ListenerTlsCounters
{
    /// <summary>Gets the number of connections, whether their handshake succeeds or not.</summary>
    public Counter Connections { get; } = new();

    public Counter ConnectionsClosed { get; } = new();

    /// <summary>Gets the number of handshakes that succeeded.</summary>
    public Counter Handshakes { get; } = new();

    /// <summary>Gets the number of them in which the client showed no certificate.</summary>
    public Counter NoCertificate { get; } = new();

    /// <summary>Gets the number of handshakes that failed for another reason than the client's certificate.</summary>
    public Counter ConnectionErrors { get; } = new();

    /// <summary>Gets the number of clients without a certificate where one is required.</summary>
    public Counter MissingCertificates { get; } = new();

    /// <summary>Gets the number of client certificates that weren't valid, or that no trusted authority has issued.</summary>
    public Counter InvalidCertificates { get; } = new();

    /// <summary>Gets the number of client certificates without one of the names that they must have.</summary>
    public Counter NameFailures { get; } = new();

    /// <summary>Gets the number of handshakes that took too long.</summary>
    public Counter Timeouts { get; } = new();

    /// <summary>Gets the handshakes by the version of TLS.</summary>
    public NamedCounters Versions { get; } = new();

    /// <summary>Gets the handshakes by the cipher suite.</summary>
    public NamedCounters Ciphers { get; } = new();

    /// <summary>Gets the counts of replaced certificates.</summary>
    public CertificateCounters Certificates { get; } = new();
}
