namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds the counts of the TLS handshakes with the destinations of one cluster.</summary>
internal sealed class ClusterTlsCounters
{
    /// <summary>Gets the number of handshakes that succeeded.</summary>
    public Counter Handshakes { get; } = new();

    /// <summary>Gets the number of connections that failed in the handshake or after it, for another reason than the destination's certificate.</summary>
    public Counter ConnectionErrors { get; } = new();

    /// <summary>Gets the number of certificates that weren't valid, or that no trusted authority has issued.</summary>
    public Counter InvalidCertificates { get; } = new();

    /// <summary>Gets the number of certificates without one of the names that they must have.</summary>
    public Counter NameFailures { get; } = new();

    /// <summary>Gets the handshakes by the version of TLS.</summary>
    public NamedCounters Versions { get; } = new();

    /// <summary>Gets the counts of replaced certificates.</summary>
    public CertificateCounters Certificates { get; } = new();
}
