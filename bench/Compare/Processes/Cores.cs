namespace ZipkinMesh.Compare.Processes;

/// <summary>Who runs where, as <c>taskset</c> counts cores.</summary>
internal static class Cores
{
    /// <summary>The measured proxies have it for themselves.</summary>
    public const int Measured = 0;

    /// <summary>Everything else: load, upstream, collector, apps, and this program.</summary>
    public const int Others = 1;
}
