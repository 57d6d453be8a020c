using ZipkinMesh.Bench.Harness.Figures;

namespace ZipkinMesh.Bench.Compare.Reports;

/// <summary>Defines the metrics of the comparison.</summary>
internal static class Metrics
{
    public static readonly Metric Cpu = new("CPU per request", "µs", 1);
    public static readonly Metric CpuOfAll = new("CPU per request, apps included", "µs", 1);
    public static readonly Metric PerCore = new("per second and core", "", 0, HasRatios: false);
    public static readonly Metric PerSecond = new("requests per second", "", 0);
    public static readonly Metric P50 = new("p50", "µs", 0);
    public static readonly Metric P99 = new("p99", "µs", 0);
    public static readonly Metric P999 = new("p99.9", "µs", 0);
    public static readonly Metric MemoryAtStart = new("memory at start", "MB", 1);
    public static readonly Metric MemoryAfter = new("memory after the load", "MB", 1);
    public static readonly Metric Served = new("requests served by then", "", 0, HasRatios: false);
    public static readonly Metric FirstResponse = new("first response after", "ms", 0);
    public static readonly Metric ProgramSize = new("program size", "MB", 1);
}
