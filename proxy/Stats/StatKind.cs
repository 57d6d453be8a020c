namespace ZipkinMesh.Proxy.Stats;

/// <summary>Defines the kinds of statistics.</summary>
internal enum StatKind
{
    /// <summary>A number that only grows.</summary>
    Counter,

    /// <summary>A number that grows and shrinks.</summary>
    Gauge,

    /// <summary>The distribution of a duration.</summary>
    Histogram,
}
