using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Parses <c>/api/v2/traces?serviceName=service1&amp;spanName=get&amp;remoteServiceName=service2&amp;annotationQuery=error and
/// http.method=GET &amp;minDuration=1000&amp;maxDuration=2000&amp;endTs=1472470996199&amp;lookback=900000&amp;limit=10</c>. The
/// page's <c>excludeQuery</c> has the form of annotationQuery and excludes the traces that have one of its terms. All parameters are optional; durations are in microseconds, endTs and lookback in milliseconds.
/// </summary>
internal static class TraceQueryParser
{
    /// <exception cref="BadHttpRequestException"/>
    public static TraceQuery Parse(QueryParameters query, long nowMs, long defaultLookbackMs)
    {
        var limit = query.Number("limit", 10, int.MaxValue);
        var (endTs, lookback) = (query.Number("endTs") ?? nowMs, query.Number("lookback") ?? defaultLookbackMs);
        var (min, max) = (query.Number("minDuration"), query.Number("maxDuration"));
        ThrowIf(endTs <= 0, "endTs <= 0");
        ThrowIf(limit <= 0, "limit <= 0");
        ThrowIf(lookback <= 0, "lookback <= 0");
        ThrowIf(min <= 0, "minDuration <= 0");
        ThrowIf(max < min, "maxDuration < minDuration");
        ThrowIf(max is not null && min is null, "maxDuration is only valid with minDuration");

        var spanName = query.Name("spanName");
        return new TraceQuery
        {
            Window = TimeWindow.Before(endTs, lookback),
            Limit = (int)limit,
            Service = query.Name("serviceName"),
            RemoteService = query.Name("remoteServiceName"),
            // Old links contain "all".
            SpanName = spanName == "all" ? null : spanName,
            Annotations = AnnotationQuery.Parse(query.Text("annotationQuery")),
            Excluded = AnnotationQuery.Parse(query.Text("excludeQuery")),
            MinDuration = min ?? 0,
            MaxDuration = max ?? long.MaxValue,
        };
    }

    private static void ThrowIf(bool isInvalid, string message)
    {
        if (isInvalid)
        {
            throw new BadHttpRequestException(message);
        }
    }
}
