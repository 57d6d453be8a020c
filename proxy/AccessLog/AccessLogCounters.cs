using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Counts the lines of an access log. Every line is written, dropped or still waiting.</summary>
internal sealed class AccessLogCounters
{
    public Counter Written { get; } = new();

    /// <summary>Gets the number of lines that were dropped because they couldn't be written, or not as fast as they came.</summary>
    public Counter Dropped { get; } = new();

    /// <summary>Gets the number of times that the file couldn't be opened.</summary>
    public Counter OpenFailures { get; } = new();
}
