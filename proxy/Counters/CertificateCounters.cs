namespace ZipkinMesh.Proxy.Counters;

/// <summary>Counts the replacements of certificates while the program runs.</summary>
internal sealed class CertificateCounters
{
    public Counter Updates { get; } = new();

    /// <summary>Gets the number of changed files that couldn't be used, so that the last good certificates stayed.</summary>
    public Counter FailedUpdates { get; } = new();
}
