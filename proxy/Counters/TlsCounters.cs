namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds the counts of TLS handshakes with upstreams.</summary>
internal sealed class TlsCounters
{
    public Counter Handshakes { get; } = new();

    /// <summary>Gets the number of connections that failed in the handshake or after it, for another reason than the server's certificate.</summary>
    public Counter ConnectionErrors { get; } = new();

    /// <summary>Gets the number of certificates that weren't valid, or that no trusted authority has issued.</summary>
    public Counter VerificationFailures { get; } = new();

    /// <summary>Gets the number of certificates without the name of the server.</summary>
    public Counter NameFailures { get; } = new();
}
