using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// <c>/api/v2/traces?serviceName=service1&amp;spanName=get&amp;remoteServiceName=service2&amp;annotationQuery=error and http.method=GET
/// &amp;minDuration=1000&amp;maxDuration=2000&amp;endTs=1472470996199&amp;lookback=900000&amp;limit=10</c>:
/// durations in microseconds, endTs and lookback in milliseconds; all of it may be left out.
/// </summary>
internal static class TraceSearch
{
    /// <exception cref="RefusedException"/>
    public static TraceQuery Read(QueryParameters query, long nowMs, long defaultLookbackMs)
    {
        var limit = query.Number("limit", 10, int.MaxValue);
        var (endTs, lookback) = (query.Number("endTs") ?? nowMs, query.Number("lookback") ?? defaultLookbackMs);
        var (least, most) = (query.Number("minDuration"), query.Number("maxDuration"));
        Refuse(endTs <= 0, "endTs <= 0");
        Refuse(limit <= 0, "limit <= 0");
        Refuse(lookback <= 0, "lookback <= 0");
        Refuse(least <= 0, "minDuration <= 0");
        Refuse(most < least, "maxDuration < minDuration");
        Refuse(most is not null && least is null, "maxDuration is only valid with minDuration");

        var spanName = query.Name("spanName");
        return new TraceQuery
        {
            Window = TimeWindow.Before(endTs, lookback),
            Limit = (int)limit,
            Service = query.Name("serviceName"),
            RemoteService = query.Name("remoteServiceName"),
            // Old links have it for "any".
            SpanName = spanName == "all" ? null : spanName,
            Annotations = AnnotationQuery.Parse(query.Text("annotationQuery")),
            MinDuration = least ?? 0,
            MaxDuration = most ?? long.MaxValue,
        };
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw new RefusedException(message);
        }
    }
}
