namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Identifies the tracing mode of a proxy.</summary>
public enum Mode
{
    /// <summary>A span is reported for every request.</summary>
    Traced,

    /// <summary>Tracing is configured, with random sampling of 0 %.</summary>
    NotSampled,

    /// <summary>Tracing isn't configured.</summary>
    Untraced,
}
