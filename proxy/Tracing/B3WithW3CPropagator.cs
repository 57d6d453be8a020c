using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Propagates the trace context as B3 and as W3C's trace context (Envoy's <c>USE_B3_WITH_W3C_PROPAGATION</c>). B3 is read first; where it
/// names no span and its single header is absent, <c>traceparent</c> does. Both are written, and every other form that a request came with, so that a service of any kind
/// finds the same span.
/// </summary>
internal sealed class B3WithW3CPropagator(B3Propagator b3) : IPropagator
{
    public ExtractedContext Extract(RequestHeaders headers)
    {
        var context = b3.Extract(headers);
        if (context.Outcome != ExtractedContext.State.None || headers.Has(HeaderField.B3) || !headers.Has(HeaderField.TraceParent))
        {
            return context;
        }

        // Observed on Envoy 1.40: one of the two headers that says "sampled" is enough.
        var w3c = TraceParent.Parse(headers[HeaderField.TraceParent][0] ?? "");
        return w3c.Outcome == ExtractedContext.State.Joined
            ? w3c with { Sampled = w3c.Sampled is true || context.Sampled is true }
            : context;
    }

    public void Inject(SpanIdentity identity, RequestHeaders headers)
    {
        if (headers.Has(HeaderField.B3) && HasMultiple(headers))
        {
            B3Propagator.InjectMultiple(identity, headers);
        }

        b3.Inject(identity, headers);
        headers[HeaderField.TraceParent] = TraceParent.Format(identity);
    }

    private static bool HasMultiple(RequestHeaders headers) =>
        headers.Has(HeaderField.B3TraceId) || headers.Has(HeaderField.B3SpanId) || headers.Has(HeaderField.B3ParentSpanId) || headers.Has(HeaderField.B3Sampled);
}
