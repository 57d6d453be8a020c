namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Lists the parts of the comparison.</summary>
internal static class PartNames
{
    public const string Front = "front";
    public const string Http2 = "http2";
    public const string Latency = "latency";
    public const string Memory = "memory";
    public const string Start = "start";
    public const string Path = "path";
    public const string Bodies = "bodies";
    public const string Connections = "connections";

    /// <summary>All parts, in the order in which they run.</summary>
    public static readonly string[] All = [Front, Http2, Latency, Memory, Start, Path, Bodies, Connections];
}
