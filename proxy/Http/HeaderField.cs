using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Http;

/// <summary>The request headers that this proxy reads or writes itself, in the order it writes those that the client did not send.</summary>
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
    DecoratorOperation,
    DownstreamServiceCluster,
    OriginalPath,
}
