namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Identifies a program that is compared.</summary>
public enum ProxyKind
{
    Ours,

    /// <summary>Another build of ours.</summary>
    Base,

    Envoy,
    Nginx,
    HAProxy,
}
