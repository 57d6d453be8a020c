
namespace ZipkinMesh.Proxy.Http;

/// <summary>
/// Identifies a request header that the proxy reads or writes itself. Headers that the client didn't send are written in this order.
/// </summary>
internal enum HeaderField
{
    RequestId,
    ClientTraceId,
    ForwardedProto,
    B3,
    B3TraceId,
    B3SpanId,
    B3ParentSpanId,
    B3Sampled,
    TraceParent,
    DecoratorOperation,
    DownstreamServiceCluster,
    OriginalPath,
}
