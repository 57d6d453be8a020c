namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Defines the response headers that the parser itself reads.</summary>
internal enum ResponseHeaderKind
{
    Other,
    Connection,
    ContentLength,
    TransferEncoding,
}
