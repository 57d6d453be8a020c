using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Removes the trace context of an external client, when the listener doesn't accept it. None of its headers decides anything then, and
/// none is forwarded.
/// </summary>
internal static class ClientContext
{
    private static readonly string[] Names =
    [
        EnvoyHeaders.RequestId,
        EnvoyHeaders.ClientTraceId,
        B3Headers.Single,
        B3Headers.TraceId,
        B3Headers.SpanId,
        B3Headers.ParentSpanId,
        B3Headers.Sampled,
        B3Headers.Flags,
        W3CHeaders.TraceParent,
        W3CHeaders.TraceState,
    ];

    public static void Remove(StreamInfo stream, IPropagator propagator)
    {
        if (stream.Listener.TraceContext == ClientTraceContext.Restart
            && propagator.Extract(stream.Headers) is { Outcome: ExtractedContext.State.Joined } caller)
        {
            stream.ReplacedTraceId = caller.TraceId;
        }

        foreach (var name in Names)
        {
            stream.Headers.Remove(name);
        }
    }
}
