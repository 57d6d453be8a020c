using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// B3 propagation in both of its forms. A request with a <c>b3</c> header is read and written in that form alone, others in
/// many headers, as Envoy does.
/// </summary>
/// <remarks>
/// Many headers, and the same in one:
/// <code>
/// x-b3-traceid: 463ac35c9f6413ad
/// x-b3-spanid: a2fb4a1d1a96d312
/// x-b3-parentspanid: 0020000000000001     (not at the root)
/// x-b3-sampled: 1                         (or 0)
/// x-b3-flags: 1                           (debug: passed on, never looked at)
///
/// b3: 463ac35c9f6413ad-a2fb4a1d1a96d312-1-0020000000000001
/// </code>
/// </remarks>
internal static class B3Propagator
{
    public const string Single = "b3";
    public const string TraceId = "x-b3-traceid";
    public const string SpanId = "x-b3-spanid";
    public const string ParentSpanId = "x-b3-parentspanid";
    public const string Sampled = "x-b3-sampled";

    public static ExtractedContext Extract(RequestHeaders headers)
    {
        if (headers.Has(HeaderField.B3))
        {
            return B3Single.Parse(First(headers, HeaderField.B3));
        }

        // "true" is what old Zipkin tracers send; anything else that is present, even "d", means no.
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

    public static void Inject(in SpanIdentity context, RequestHeaders headers)
    {
        if (headers.Has(HeaderField.B3))
        {
            headers[HeaderField.B3] = B3Single.Format(context);
            return;
        }

        headers[HeaderField.B3TraceId] = context.TraceId;
        headers[HeaderField.B3SpanId] = context.SpanId;
        if (context.ParentId is not null)
        {
            headers[HeaderField.B3ParentSpanId] = context.ParentId;
        }

        headers[HeaderField.B3Sampled] = context.Sampled ? "1" : "0";
    }

    // Of a header that comes twice the first value counts.
    private static string First(RequestHeaders headers, HeaderField field) => headers[field][0] ?? "";
}
