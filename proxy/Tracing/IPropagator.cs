using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Reads the trace context from request headers and writes it into them. <see cref="B3Propagator"/> is the first format.</summary>
internal interface IPropagator
{
    /// <summary>Reads the caller's context.</summary>
    ExtractedContext Extract(RequestHeaders headers);

    /// <summary>Writes the identity of the request's span into the headers that are forwarded.</summary>
    void Inject(SpanIdentity identity, RequestHeaders headers);
}
