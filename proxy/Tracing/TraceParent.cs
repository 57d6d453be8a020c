using System.Globalization;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Reads and writes the <c>traceparent</c> header: <c>{version}-{trace id}-{parent id}-{flags}</c>
/// (https://www.w3.org/TR/trace-context/#traceparent-header).
/// </summary>
/// <remarks>
/// <code>
/// 00-80f198ee56343ba864fe8b2a57d3eff7-a2fb4a1d1a96d312-01   sampled
/// 00-80f198ee56343ba864fe8b2a57d3eff7-a2fb4a1d1a96d312-00   not sampled
/// 00-0000000000000000463ac35c9f6413ad-a2fb4a1d1a96d312-01   a trace id of 64 bits
/// </code>
/// </remarks>
internal static class TraceParent
{
    private const int Length = 2 + 1 + 32 + 1 + 16 + 1 + 2;
    private const int TraceIdStart = 3;
    private const int SpanIdStart = TraceIdStart + 32 + 1;
    private const int FlagsStart = SpanIdStart + 16 + 1;

    /// <summary>Returns the context; one without a span for a malformed header.</summary>
    public static ExtractedContext Parse(string value) =>
        value.Length == Length && value[2] == '-' && value[SpanIdStart - 1] == '-' && value[FlagsStart - 1] == '-'
        && TryParseByte(value.AsSpan(0, 2), out _) && TryParseByte(value.AsSpan(FlagsStart), out var flags)
        && B3Id.TryNormalizeTraceId(value[TraceIdStart..(SpanIdStart - 1)], out var traceId)
        && B3Id.TryNormalize(value[SpanIdStart..(FlagsStart - 1)], out var spanId)
            ? ExtractedContext.From((flags & 1) != 0, traceId, spanId, null)
            : ExtractedContext.Root(null);

    public static string Format(SpanIdentity identity)
    {
        var high = identity.TraceId.Length == 32 ? "" : B3Id.Zero;
        return $"00-{high}{identity.TraceId}-{identity.SpanId}-{(identity.IsSampled ? "01" : "00")}";
    }

    private static bool TryParseByte(ReadOnlySpan<char> text, out byte value) =>
        byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
