namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Lists the curves.</summary>
internal static class CurveNames
{
    public const string Connections = "connections";
    public const string Headers = "headers";
    public const string Bodies = "bodies";
    public const string Routes = "routes";
    public const string Endpoints = "endpoints";

    /// <summary>All curves, in the order in which they run.</summary>
    public static readonly string[] All = [Connections, Headers, Bodies, Routes, Endpoints];
}
