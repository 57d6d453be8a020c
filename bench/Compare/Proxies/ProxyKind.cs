namespace ZipkinMesh.Bench.Compare.Proxies;

/// <summary>Identifies a program that is compared.</summary>
internal enum ProxyKind
{
    Ours,

    /// <summary>Another build of ours.</summary>
    Base,

    Envoy,
    Nginx,
    HAProxy,
}
