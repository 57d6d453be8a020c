using System.Text;
using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Tests.Exporter;

public sealed class ReportQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);
    private const int MaxBytes = 2_000_000;

    private readonly ReporterStats _stats = new();

    [Fact]
    public void Take_FlushIntervalElapsed_ReturnsQueuedSpans()
    {
        var queue = New(10, Short);
        Add(queue, "1", "2");

        Assert.Equal("[1,2]", TextOf(queue.Take()));
    }

    [Fact]
    public void Take_ReportFull_ReturnsWithoutWaiting()
    {
        var queue = New(QueueLimits.DefaultReportSpans * 2, Long);
        Add(queue, [.. Enumerable.Repeat("1", QueueLimits.DefaultReportSpans + 1)]);

        Assert.Equal(QueueLimits.DefaultReportSpans, queue.Take()?.Count);
    }

    [Fact]
    public void Take_Completed_ReturnsRemainingSpansThenNull()
    {
        var queue = New(10, Long);
        Add(queue, "1");
        queue.Complete();

        Assert.Equal("[1]", TextOf(queue.Take()));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void Take_ReportOfMaxBytes_ReturnsWithoutWaiting()
    {
        var queue = New(10, Long);
        var half = new string('1', QueueLimits.DefaultReportBytes / 2);
        Add(queue, half, half, "2");

        Assert.Equal(1, queue.Take()?.Count);
    }

    [Fact]
    public void Add_SpanLargerThanReport_IsReportedAlone()
    {
        var queue = New(10, Long);
        Add(queue, "1", new string('2', QueueLimits.DefaultReportBytes + 1), "3");
        queue.Complete();

        Assert.Equal("[1]", TextOf(queue.Take()));
        Assert.Equal(QueueLimits.DefaultReportBytes + 3, TextOf(queue.Take())?.Length);
        Assert.Equal("[3]", TextOf(queue.Take()));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void Add_MaxSpansReached_DropsOldest()
    {
        var queue = New(2, Short);
        Add(queue, "1", "2", "3");

        Assert.Equal("[2,3]", TextOf(queue.Take()));
        Assert.Equal(1, _stats.Dropped);
        Add(queue, "4");
        Assert.Equal("[4]", TextOf(queue.Take()));
    }

    [Fact]
    public void Add_MaxBytesReached_DropsOldestOfEarlierReports()
    {
        const int SpanSize = 500;
        var queue = New(10_000, Long);
        Add(queue, [.. Enumerable.Repeat(new string('1', SpanSize), (MaxBytes / SpanSize) + 7)]);
        queue.Complete();

        var taken = new List<int>();
        while (queue.Take() is { } report)
        {
            taken.Add(report.SizeOf(..));
            queue.Done(report);
        }

        Assert.Equal(MaxBytes, taken.Sum());
        Assert.Equal((QueueLimits.DefaultReportSpans - 7) * SpanSize, taken[0]);
        Assert.Equal(7, _stats.Dropped);
        Assert.True(queue.Flush(TimeSpan.Zero));
    }

    [Fact]
    public void Add_Closed_CountsUnsent()
    {
        var queue = New(10, Long);
        Add(queue, "1", "2");

        queue.Close();
        Add(queue, "3");

        Assert.Equal(3, _stats.Unsent);
        queue.Complete();
        Assert.Null(queue.Take());
    }

    [Theory]
    [InlineData(65_536, 200_000_000L, 25_000_000L)]
    [InlineData(65_536, 24_000_000_000L, 65_536 * 1024L)]
    [InlineData(512, 24_000_000_000L, QueueLimits.DefaultReportBytes)]
    [InlineData(65_536, 0L, QueueLimits.DefaultReportBytes)]
    public void BytesFor_Memory_IsOneKibibytePerSpanOrAnEighth(int maxSpans, long memory, long bytes) =>
        Assert.Equal(bytes, QueueLimits.BytesFor(maxSpans, memory));

    [Fact]
    public void Spans_RangeOfReport_ReturnsThoseSpans()
    {
        var queue = New(4, Short);
        Add(queue, "dropped", "1", "22", "333", "4444");

        var report = queue.Take()!;

        Assert.Equal("22,333", Encoding.UTF8.GetString(report.Spans(1..3).Span));
        Assert.Equal(5, report.SizeOf(1..3));
        Assert.Equal("4444", Encoding.UTF8.GetString(report.Spans(3..4).Span));
    }

    [Fact]
    public void Done_ReportReused_ContainsOnlyNewSpans()
    {
        var queue = New(10, Short);
        Add(queue, "a long span", "another");
        var first = queue.Take()!;
        queue.Done(first);
        Add(queue, "1");
        queue.Take();
        Add(queue, "2", "3");

        var again = queue.Take();

        Assert.Same(first, again);
        Assert.Equal("[2,3]", TextOf(again));
    }

    [Fact]
    public async Task Flush_SpansQueued_WaitsUntilTheyAreDone()
    {
        var queue = New(10, Long);
        Add(queue, "1");
        var flush = Task.Run(() => queue.Flush(Long), TestContext.Current.CancellationToken);

        var report = queue.Take()!;
        Assert.False(flush.IsCompleted);
        queue.Done(report);

        Assert.True(await flush);
        Assert.True(queue.Flush(TimeSpan.Zero));
    }

    [Fact]
    public void Flush_NoConsumer_ReturnsFalse()
    {
        var queue = New(10, Long);
        Add(queue, "1");

        Assert.False(queue.Flush(Short));
    }

    private ReportQueue New(int maxSpans, TimeSpan flushInterval) => new(new() { MaxSpans = maxSpans, MaxBytes = MaxBytes, FlushInterval = flushInterval }, _stats);

    private static void Add(ReportQueue queue, params string[] spans) => Array.ForEach(spans, span => queue.Add(Encoding.UTF8.GetBytes(span)));

    private static string? TextOf(Report? report) => report is null ? null : $"[{Encoding.UTF8.GetString(report.Spans(..).Span)}]";
}
