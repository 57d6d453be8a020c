namespace ZipkinMesh.Compare.Curves;

/// <summary>The curves, in the order they run in.</summary>
internal static class CurveNames
{
    public const string Connections = "connections";
    public const string Headers = "headers";
    public const string Bodies = "bodies";
    public const string Routes = "routes";
    public const string Endpoints = "endpoints";

    public static readonly string[] All = [Connections, Headers, Bodies, Routes, Endpoints];
}
