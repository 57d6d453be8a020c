using System.Text;
using ZipkinMesh.Proxy.Reporting;

namespace ZipkinMesh.Tests.Proxy;

public sealed class ReportQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void Take_FlushIntervalElapsed_ReturnsQueuedSpans()
    {
        var queue = new ReportQueue(10, Short);
        Add(queue, "1", "2");

        Assert.Equal("[1,2]", TextOf(queue.Take()));
    }

    [Fact]
    public void Take_ReportFull_ReturnsWithoutWaiting()
    {
        var queue = new ReportQueue(Report.MaxCount * 2, Long);
        Add(queue, [.. Enumerable.Repeat("1", Report.MaxCount + 1)]);

        Assert.Equal(Report.MaxCount, queue.Take()?.Count);
    }

    [Fact]
    public void Take_Completed_ReturnsRemainingSpansThenNull()
    {
        var queue = new ReportQueue(10, Long);
        Add(queue, "1");
        queue.Complete();

        Assert.Equal("[1]", TextOf(queue.Take()));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void TryAdd_QueueFull_FailsUntilReportIsTaken()
    {
        var queue = new ReportQueue(2, Short);
        Add(queue, "1", "2");

        Assert.False(queue.TryAdd("3"u8));
        queue.Take();
        Assert.True(queue.TryAdd("3"u8));
    }

    [Fact]
    public void Done_ReportReused_ContainsOnlyNewSpans()
    {
        var queue = new ReportQueue(10, Short);
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
        var queue = new ReportQueue(10, Long);
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
        var queue = new ReportQueue(10, Long);
        Add(queue, "1");

        Assert.False(queue.Flush(Short));
    }

    private static void Add(ReportQueue queue, params string[] spans) => Assert.All(spans, span => Assert.True(queue.TryAdd(Encoding.UTF8.GetBytes(span))));

    private static string? TextOf(Report? report) => report is null ? null : Encoding.UTF8.GetString(report.Complete().Span);
}
