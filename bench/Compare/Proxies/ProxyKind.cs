namespace ZipkinMesh.Compare.Proxies;

internal enum ProxyKind
{
    Ours,
    Envoy,
    Nginx,
    HAProxy,
}
