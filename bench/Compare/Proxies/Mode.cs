namespace ZipkinMesh.Compare.Proxies;

internal enum Mode
{
    /// <summary>A span is reported for every request.</summary>
    Traced,

    /// <summary>Tracing is configured, with random sampling of 0 %.</summary>
    NotSampled,

    /// <summary>No tracing in the configuration.</summary>
    Untraced,
}
