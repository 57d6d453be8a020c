namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Counts the lines of the access log. Every line is written, dropped or still waiting.</summary>
internal sealed class AccessLogStats
{
    private long _written;
    private long _dropped;
    private long _openFailures;

    /// <summary>Gets the number of lines that were written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Gets the number of lines that were dropped because they couldn't be written, or not as fast as they came.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gets the number of times that the file couldn't be opened (Envoy's <c>filesystem.reopen_failed</c>).</summary>
    public long OpenFailures => Interlocked.Read(ref _openFailures);

    public void AddWritten(int lines) => Interlocked.Add(ref _written, lines);

    public void AddDropped(int lines) => Interlocked.Add(ref _dropped, lines);

    public void AddOpenFailure() => Interlocked.Increment(ref _openFailures);
}
