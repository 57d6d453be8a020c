using Microsoft.Extensions.Time.Testing;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Tests.Proxy;

public sealed class TraceRateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_WithinASecond_AllowsAsManyAsConfigured()
    {
        var limit = new TraceRateLimit(10, _time);

        Assert.Equal(10, Take(limit, 25));
    }

    [Fact]
    public void TryTake_AfterAPause_AllowsWhatThePauseHasAdded()
    {
        var limit = new TraceRateLimit(10, _time);
        Take(limit, 10);

        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(3, Take(limit, 25));

        // No more than a second's traces are saved up.
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Take(limit, 25));
    }

    [Fact]
    public void TryTake_SteadyLoad_AllowsTheRate()
    {
        var limit = new TraceRateLimit(50, _time);
        var taken = 0;
        for (var millisecond = 0; millisecond < 10_000; millisecond++)
        {
            taken += Take(limit, 1);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(taken, 500, 550); // the first second's traces may all begin at once
    }

    [Fact]
    public void TryTake_ManyThreads_AllowsAsManyAsConfigured()
    {
        var limit = new TraceRateLimit(1000, _time);
        var taken = 0;

        Parallel.For(0, 10_000, _ => Interlocked.Add(ref taken, limit.TryTake() ? 1 : 0));

        Assert.Equal(1000, taken);
    }

    [Fact]
    public void From_NoLimit_ReturnsNull() => Assert.Null(TraceRateLimit.From(new TracingOptions(), _time));

    private static int Take(TraceRateLimit limit, int attempts) => Enumerable.Range(0, attempts).Count(_ => limit.TryTake());
}
