using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Proxy.TraceContext;

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
internal static class B3
{
    public const string Single = "b3";
    public const string TraceId = "x-b3-traceid";
    public const string SpanId = "x-b3-spanid";
    public const string ParentSpanId = "x-b3-parentspanid";
    public const string Sampled = "x-b3-sampled";

    public static ExtractedContext Extract(IHeaderDictionary headers)
    {
        // Of a header that comes twice the first value counts.
        if (headers.TryGetValue(Single, out var single))
        {
            return B3Single.Parse(single[0] ?? "");
        }

        // "true" is what old Zipkin tracers send; anything else that is present, even "d", means no.
        bool? sampled = headers.TryGetValue(Sampled, out var flag) ? flag[0] is "1" or "true" : null;
        if (!headers.TryGetValue(TraceId, out var traceIds) || !headers.TryGetValue(SpanId, out var spanIds))
        {
            return ExtractedContext.Root(sampled);
        }

        string? parentId = null;
        var parent = headers.TryGetValue(ParentSpanId, out var parentIds) ? parentIds[0] ?? "" : "";
        return HexId.TryNormalizeTraceId(traceIds[0] ?? "", out var traceId)
            && HexId.TryNormalize(spanIds[0] ?? "", out var spanId)
            && (parent.Length == 0 || HexId.TryNormalize(parent, out parentId))
                ? ExtractedContext.From(sampled, traceId, spanId, parentId)
                : ExtractedContext.Unreadable;
    }

    public static void Inject(in SpanContext context, IHeaderDictionary headers)
    {
        if (headers.ContainsKey(Single))
        {
            headers[Single] = B3Single.Format(context);
            return;
        }

        headers[TraceId] = context.TraceId;
        headers[SpanId] = context.SpanId;
        if (context.ParentId is not null)
        {
            headers[ParentSpanId] = context.ParentId;
        }

        headers[Sampled] = context.Sampled ? "1" : "0";
    }
}
