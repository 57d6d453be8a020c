using System.Diagnostics;

namespace ZipkinMesh.Exporter.Spans;

/// <summary>Converts times to Zipkin's microseconds.</summary>
internal static class ZipkinTime
{
    /// <summary>Returns the microseconds since 1970.</summary>
    public static long Of(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Returns the duration of a span, which is at least 1: Zipkin takes 0 for none.</summary>
    public static long DurationOf(Activity span) => Math.Max(1, span.Duration.Ticks / TimeSpan.TicksPerMicrosecond);
}
