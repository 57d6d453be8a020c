namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>The program that runs at one place of a mesh.</summary>
public enum ProxyKind
{
    /// <summary>The front proxy or the sidecar of this project.</summary>
    Ours,

    /// <summary>Envoy, with the configuration of its sandbox.</summary>
    Envoy,
}
