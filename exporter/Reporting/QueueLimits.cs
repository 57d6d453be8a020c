namespace ZipkinMesh.Exporter.Reporting;

/// <summary>Holds the limits of a report queue.</summary>
internal sealed record QueueLimits
{
    /// <summary>The default of <see cref="MaxReportSpans"/>: about 0.8 MB of a proxy's spans.</summary>
    public const int DefaultReportSpans = 1_000;

    /// <summary>The default of <see cref="MaxReportBytes"/>. Zipkin accepts 10 MiB.</summary>
    public const int DefaultReportBytes = 1_000_000;

    /// <summary>Gets the largest number of spans in the queue.</summary>
    public required int MaxSpans { get; init; }

    /// <summary>Gets the largest size of the spans in the queue, in bytes.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Gets the longest time that a span waits for others.</summary>
    public required TimeSpan FlushInterval { get; init; }

    /// <summary>Gets the number of spans in a full report.</summary>
    public int MaxReportSpans { get; init; } = DefaultReportSpans;

    /// <summary>Gets the size of a full report in bytes.</summary>
    public int MaxReportBytes { get; init; } = DefaultReportBytes;

    /// <summary>Returns the limit of a queue in bytes: 1 KiB for each span, and at most an eighth of the memory that the process may use.</summary>
    public static long BytesFor(int maxSpans, long availableMemory) =>
        Math.Clamp(maxSpans * 1024L, DefaultReportBytes, Math.Max(DefaultReportBytes, availableMemory / 8));
}
