namespace ZipkinMesh.Compare.Reports;

/// <summary>What a figure says.</summary>
/// <param name="Name">Heads its column.</param>
/// <param name="Unit">Of its values; empty for a plain number.</param>
/// <param name="Decimals">Shown in tables.</param>
/// <param name="HasRatios">Whether comparing it with another's says something that no other column does.</param>
internal sealed record Metric(string Name, string Unit, int Decimals = 0, bool HasRatios = true)
{
    public static readonly Metric Cpu = new("CPU per request", "µs", 1);
    public static readonly Metric CpuOfAll = new("CPU per request, apps included", "µs", 1);
    public static readonly Metric PerCore = new("per second and core", "", HasRatios: false);
    public static readonly Metric PerSecond = new("requests per second", "");
    public static readonly Metric P50 = new("p50", "µs");
    public static readonly Metric P99 = new("p99", "µs");
    public static readonly Metric P999 = new("p99.9", "µs");
    public static readonly Metric MemoryAtStart = new("memory at start", "MB", 1);
    public static readonly Metric MemoryAfter = new("memory after the load", "MB", 1);
    public static readonly Metric Served = new("requests served by then", "", HasRatios: false);
    public static readonly Metric FirstAnswer = new("first answer after", "ms");
    public static readonly Metric ProgramSize = new("program's file", "MB", 1);
}
