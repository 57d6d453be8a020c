using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class SpanStoreLimitTests
{
    private static TimeWindow Always => new(0, long.MaxValue);

    [Fact]
    public void Add_SpansFromTheFuture_AreEvictedInTheOrderOfArrival()
    {
        var clock = new Clock();
        var store = new SpanStore(maxSpans: 10, clock: clock);
        store.Add([.. Enumerable.Range(1, 10).Select(i => Span((ulong)i, Clock.Now + 1_000_000_000, "future"))]);

        for (var i = 0; i < 10; i++)
        {
            clock.Microseconds++;
            store.Add([Span(100 + (ulong)i, Clock.Now + clock.Microseconds, "now")]);
        }

        Assert.Equal(["now"], store.Services());
        Assert.Equal(10, store.Traces(Always).Count());
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Add_LargeSpans_StaysWithinTheBytes(int maxBytes)
    {
        var store = new SpanStore(maxSpans: int.MaxValue, maxBytes: maxBytes);
        for (var i = 1; i <= 500; i++)
        {
            store.Add([Span((ulong)i, i, $"s{i % 3}", $"{i}{new string('v', 10_000)}")]);
        }

        // A name is stored once in its span and once in the index, in two bytes a character.
        var kept = store.Traces(Always).Count();
        Assert.InRange(kept, maxBytes / 40_000, maxBytes / 30_000);
        Assert.Single(store.Trace(new(0, 500)));
        Assert.Empty(store.Trace(new(0, 1)));
    }

    [Fact]
    public void Add_OneTraceAboveTheBytes_IsEvictedWhole()
    {
        var store = new SpanStore(maxSpans: int.MaxValue, maxBytes: 100_000);
        for (var i = 1; i <= 200; i++)
        {
            store.Add([Span(1, i, "s", $"{i}{new string('v', 1000)}", (ulong)i)]);
            Assert.InRange(store.Trace(new(0, 1)).Count(), 0, 100);
        }
    }

    [Fact]
    public void Add_NamesOfEvictedSpans_TakeAMegabyteAtMost()
    {
        var store = new SpanStore(maxSpans: 100, autocompleteKeys: ["key"]);
        // The service always has a trace, which is the newest at first.
        for (var i = 1; i <= 3000; i++)
        {
            var name = $"{i}{new string('n', 1000)}";
            store.Add([Span((ulong)i, i, "s", name, 1, name, ("key", name))]);
        }

        // 2,000 bytes each.
        Assert.InRange(store.SpanNames("s").Length + store.RemoteServices("s").Length + store.AutocompleteValues("key").Length, 300, 900);
        Assert.Contains(store.SpanNames("s"), name => name.StartsWith("3000n", StringComparison.Ordinal));
        Assert.Contains(store.AutocompleteValues("key"), name => name.StartsWith("3000n", StringComparison.Ordinal));
    }

    [Fact]
    public void EvictHalf_StoreFull_KeepsTheNewerHalf()
    {
        var store = new SpanStore(maxSpans: 100);
        store.Add([.. Enumerable.Range(1, 100).Select(i => Span((ulong)i, i, "s"))]);

        store.EvictHalf();

        Assert.Empty(store.Trace(new(0, 50)));
        Assert.Single(store.Trace(new(0, 51)));
    }

    /// <summary>The clock is read after each 256 spans of work, so the readings count the work.</summary>
    [Fact]
    public void Find_ManyHighHalvesOfOneLowHalf_TakesLinearWork()
    {
        var (once, twice) = (Work(2000), Work(4000));

        Assert.InRange(twice, once, (2 * once) + 10);
        Assert.InRange(once, 2000, 2100);
    }

    [Fact]
    public void Find_ManyHighHalves_FindsEachTraceAlone()
    {
        var store = Store(300);

        var found = store.Find(new() { Window = Always, Limit = 1000 }).ToList();

        Assert.Equal(300, found.Count);
        Assert.All(found, trace => Assert.Equal(2, trace.Count()));
        Assert.Equal(2, store.Trace(new(7, 0xa1)).Count());
        Assert.Empty(store.Trace(new(301, 0xa1)));
    }

    [Fact]
    public void Find_TimeIsOver_Throws()
    {
        var clock = new Clock { TicksPerReading = TimeSpan.TicksPerSecond };

        var failure = Assert.Throws<TimeoutException>(() => Store(300).Find(new() { Window = Always, Limit = 10 }, new(clock, TimeSpan.FromSeconds(11))));

        Assert.Equal("The query took more than 11 s; narrow it, or set QUERY_TIMEOUT", failure.Message);
        Assert.InRange(clock.Readings, 11, 14);
    }

    private static int Work(int highs)
    {
        var clock = new Clock();
        _ = Store(highs).Find(new() { Window = Always, Limit = 10 }, new(clock, TimeSpan.FromSeconds(11)));
        return clock.Readings;
    }

    // Two spans for each high half, which are not neighbours.
    private static SpanStore Store(int highs)
    {
        var store = new SpanStore(maxSpans: 1_000_000);
        store.Add([.. Enumerable.Range(0, 2 * highs).Select(i => new SpanBuilder { TraceId = new((ulong)(i % highs) + 1, 0xa1), Id = (ulong)i + 1, Timestamp = 1000 }.Build())]);
        return store;
    }

    private static Span Span(ulong trace, long timestamp, string service, string name = "get", ulong id = 1, string? remote = null, params (string Key, string Value)[] tags)
    {
        var builder = new SpanBuilder
        {
            TraceId = new(0, trace),
            Id = id,
            Timestamp = timestamp,
            Name = name,
            Local = SpanBuilder.Endpoint(service, null, null, 0),
            Remote = SpanBuilder.Endpoint(remote, null, null, 0),
        };
        foreach (var (key, value) in tags)
        {
            builder.AddTag(key, value);
        }

        return builder.Build();
    }

    private sealed class Clock : TimeProvider
    {
        public const long Now = 1_700_000_000_000_000;

        public long Microseconds { get; set; }

        public long TicksPerReading { get; init; }

        public int Readings { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks((Now + Microseconds) * TimeSpan.TicksPerMicrosecond);

        public override long GetTimestamp() => Readings++ * TicksPerReading;
    }
}
