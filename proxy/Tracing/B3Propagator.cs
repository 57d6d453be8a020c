using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Propagates the trace context as B3, in both of its forms. Like Envoy, it reads and writes the single header when a request has
/// one, and multiple headers otherwise.
/// </summary>
/// <remarks>
/// Multiple headers, and the same context in a single one (https://github.com/openzipkin/b3-propagation):
/// <code>
/// x-b3-traceid: 463ac35c9f6413ad
/// x-b3-spanid: a2fb4a1d1a96d312
/// x-b3-parentspanid: 0020000000000001     (absent at the root)
/// x-b3-sampled: 1                         (or 0)
/// x-b3-flags: 1                           (debug: forwarded, otherwise ignored)
///
/// b3: 463ac35c9f6413ad-a2fb4a1d1a96d312-1-0020000000000001
/// </code>
/// </remarks>
internal sealed class B3Propagator : IPropagator
{
    public ExtractedContext Extract(RequestHeaders headers)
    {
        if (headers.Has(HeaderField.B3))
        {
            return B3Single.Parse(First(headers, HeaderField.B3));
        }

        // "true" is sent by old Zipkin tracers; any other value that is present, even "d", means not sampled.
        bool? sampled = headers.Has(HeaderField.B3Sampled) ? First(headers, HeaderField.B3Sampled) is "1" or "true" : null;
        if (!headers.Has(HeaderField.B3TraceId) || !headers.Has(HeaderField.B3SpanId))
        {
            return ExtractedContext.Root(sampled);
        }

        string? parentId = null;
        var parent = headers.Has(HeaderField.B3ParentSpanId) ? First(headers, HeaderField.B3ParentSpanId) : "";
        return B3Id.TryNormalizeTraceId(First(headers, HeaderField.B3TraceId), out var traceId)
            && B3Id.TryNormalize(First(headers, HeaderField.B3SpanId), out var spanId)
            && (parent.Length == 0 || B3Id.TryNormalize(parent, out parentId))
                ? ExtractedContext.From(sampled, traceId, spanId, parentId)
                : ExtractedContext.Unreadable;
    }

    public void Inject(SpanIdentity identity, RequestHeaders headers)
    {
        if (headers.Has(HeaderField.B3))
        {
            headers[HeaderField.B3] = B3Single.Format(identity);
        }
        else
        {
            InjectMultiple(identity, headers);
        }
    }

    public static void InjectMultiple(SpanIdentity identity, RequestHeaders headers)
    {
        headers[HeaderField.B3TraceId] = identity.TraceId;
        headers[HeaderField.B3SpanId] = identity.SpanId;
        headers[HeaderField.B3ParentSpanId] = identity.ParentId;
        headers[HeaderField.B3Sampled] = identity.IsSampled ? "1" : "0";
    }

    // The first value of a repeated header counts.
    private static string First(RequestHeaders headers, HeaderField field) => headers[field][0] ?? "";
}
