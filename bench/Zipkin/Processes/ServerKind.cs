namespace ZipkinMesh.ZipkinBench.Processes;

/// <summary>The two that are compared.</summary>
internal enum ServerKind
{
    Ours,
    Real,
}
