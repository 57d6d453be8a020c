using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Reads and writes the <c>b3</c> header: <c>{trace id}-{span id}[-{sampling state}[-{parent id}]]</c>, or the sampling state alone
/// (https://github.com/openzipkin/b3-propagation#single-header).
/// </summary>
/// <remarks>
/// <code>
/// 463ac35c9f6413ad-a2fb4a1d1a96d312-1-0020000000000001   a sampled child
/// 463ac35c9f6413ad-a2fb4a1d1a96d312-1                    a sampled root
/// 463ac35c9f6413ad-a2fb4a1d1a96d312                      no sampling decision yet
/// 80f198ee56343ba864fe8b2a57d3eff7-a2fb4a1d1a96d312-d    debug: counts as sampled, and is written as 1
/// 0                                                      don't sample
/// 1, d                                                   sample
/// </code>
/// Ids have exactly 16 characters, or 32 for a trace id. A parent id without a sampling state and any longer value are unreadable
/// (observed on Envoy 1.40).
/// </remarks>
internal static class B3Single
{
    private const int IdLength = 16;
    private const int LongestValue = 32 + 1 + IdLength + 2 + 1 + IdLength;

    public static ExtractedContext Parse(string value)
    {
        if (value.Length == 1)
        {
            return TryReadSampled(value[0], out var alone) ? ExtractedContext.Root(alone) : ExtractedContext.Unreadable;
        }

        var traceIdLength = value.Length > 32 && value[32] == '-' ? 32 : IdLength;
        var spanIdEnd = traceIdLength + 1 + IdLength;
        if (value.Length < spanIdEnd || value.Length > LongestValue || value[traceIdLength] != '-'
            || !B3Id.TryNormalizeTraceId(value[..traceIdLength], out var traceId)
            || !B3Id.TryNormalize(value[(traceIdLength + 1)..spanIdEnd], out var spanId))
        {
            return ExtractedContext.Unreadable;
        }

        return (value.Length - spanIdEnd) switch
        {
            0 => ExtractedContext.From(null, traceId, spanId, null),
            2 when TryReadState(value, spanIdEnd, out var sampled) => ExtractedContext.From(sampled, traceId, spanId, null),
            2 + 1 + IdLength when TryReadState(value, spanIdEnd, out var sampled)
                && value[spanIdEnd + 2] == '-'
                && B3Id.TryNormalize(value[(spanIdEnd + 3)..], out var parentId) => ExtractedContext.From(sampled, traceId, spanId, parentId),
            _ => ExtractedContext.Unreadable,
        };
    }

    public static string Format(SpanIdentity identity)
    {
        var sampled = identity.IsSampled ? '1' : '0';
        return identity.ParentId is null
            ? $"{identity.TraceId}-{identity.SpanId}-{sampled}"
            : $"{identity.TraceId}-{identity.SpanId}-{sampled}-{identity.ParentId}";
    }

    private static bool TryReadState(string value, int at, out bool sampled)
    {
        sampled = false;
        return value[at] == '-' && TryReadSampled(value[at + 1], out sampled);
    }

    private static bool TryReadSampled(char state, out bool sampled)
    {
        sampled = state is '1' or 'd';
        return state is '0' or '1' or 'd';
    }
}
