using ZipkinMesh.Proxy.AccessLog;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of the access log.</summary>
internal static class AccessLogStats
{
    private const string Line = "{line}";

    private static readonly StatScope<AccessLogCounters> Envoy = new("filesystem.", "filesystem.");
    private static readonly StatScope<AccessLogCounters> Own = new("zipkin_mesh.", "zipkin_mesh.");

    /// <summary>Gets the statistics.</summary>
    public static IReadOnlyList<Stat<AccessLogCounters>> All { get; } =
    [
        Envoy.Counter("reopen_failed", "{file}", "Times that the file of the access log couldn't be opened again.", c => c.OpenFailures.Value),
        Own.Counter("access_log_lines_written_total", Line, "Lines of the access log that were written.", c => c.Written.Value),
        Own.Counter("access_log_lines_dropped_total", Line, "Lines of the access log that couldn't be written, or not as fast as they came.", c => c.Dropped.Value),
    ];
}
