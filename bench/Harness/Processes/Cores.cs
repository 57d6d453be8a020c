namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Assigns cores to processes, by the numbers that <c>taskset</c> uses.</summary>
public static class Cores
{
    /// <summary>The core reserved for the measured programs.</summary>
    public const int Measured = 0;

    /// <summary>The core of everything else: load, upstream, collector, apps, and the bench itself.</summary>
    public const int Others = 1;
}
