namespace ZipkinMesh.Compare.Comparing;

/// <summary>The parts of the comparison, in the order they run in.</summary>
internal static class PartNames
{
    public const string Front = "front";
    public const string Latency = "latency";
    public const string Memory = "memory";
    public const string Start = "start";
    public const string Path = "path";
    public const string Bodies = "bodies";
    public const string Connections = "connections";

    public static readonly string[] All = [Front, Latency, Memory, Start, Path, Bodies, Connections];
}
