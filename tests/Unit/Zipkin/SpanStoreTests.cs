using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class SpanStoreTests
{
    private readonly SpanStore _store = new(maxSpans: 4);

    [Fact]
    public void Add_StoreFull_EvictsTheOldestTraceWhateverItsArrival()
    {
        _store.Add([Span("2", "1", 20, "new"), Span("1", "1", 10, "old"), Span("1", "2", 30, "old")]);

        _store.Add([Span("3", "1", 5, "late"), Span("3", "2", 6, "late")]);

        Assert.Empty(_store.Trace(ZipkinId.ParseTraceId("1")));
        Assert.Single(_store.Trace(ZipkinId.ParseTraceId("2")));
        Assert.Equal(2, _store.Trace(ZipkinId.ParseTraceId("3")).Count());
        Assert.Equal(["late", "new"], _store.Services());
        Assert.Empty(_store.SpanNames("old"));
    }

    [Fact]
    public void Add_TraceWithoutTimestamp_IsEvictedFirst()
    {
        _store.Add([Span("1", "1", 10, "a"), Span("2", "1", 0, "b")]);

        _store.Add([Span("3", "1", 11, "c"), Span("3", "2", 11, "c"), Span("3", "3", 11, "c")]);

        Assert.Equal(["a", "c"], _store.Services());
    }

    [Fact]
    public void Add_Duplicate_IsIgnored()
    {
        _store.Add([Span("1", "1", 10, "a"), Span("1", "1", 10, "a")]);

        Assert.Single(_store.Trace(ZipkinId.ParseTraceId("1")));
    }

    [Fact]
    public void Add_MoreThanTheLimit_KeepsTheNewest()
    {
        _store.Add([.. Enumerable.Range(1, 6).Select(i => Span($"{i}", "1", i, $"s{i}"))]);

        Assert.Equal(["s3", "s4", "s5", "s6"], _store.Services());
    }

    [Fact]
    public void Add_LargeTraceIsOldest_EvictsOnlyThatTrace()
    {
        var store = new SpanStore(maxSpans: 1000);
        store.Add([.. Enumerable.Range(1, 900).Select(i => Span("b1", $"{i:x}", 1000 + i, "large"))]);
        store.Add([.. Enumerable.Range(1, 100).Select(i => Span($"{i:x}", "1", 5000 + i, "small"))]);

        store.Add([Span("c1", "1", 9000, "new")]);

        Assert.Empty(store.Trace(ZipkinId.ParseTraceId("b1")));
        Assert.Equal(["new", "small"], store.Services());
        Assert.Equal(101, store.Traces(Always).Sum(trace => trace.Count()));
    }

    [Fact]
    public void Add_LargeTraceTwice_IgnoresDuplicates()
    {
        var store = new SpanStore(maxSpans: 10_000);
        var spans = Enumerable.Range(1, 500).Select(i => Span("b1", $"{i % 100:x}1", 1000 + (i % 7), "large")).ToList();

        store.Add(spans);
        store.Add(spans);

        Assert.Equal(spans.Distinct().Count(), store.Trace(ZipkinId.ParseTraceId("b1")).Count());
    }

    [Fact]
    public void Find_AfterEvictions_FindsTheRest()
    {
        for (var i = 1; i <= 20; i++)
        {
            _store.Add([Span($"{i:x}", "1", i * 1000, $"s{i}")]);
        }

        Assert.Equal([20UL, 19, 18, 17], _store.Find(new() { Window = Always, Limit = 10 }).Select(trace => trace.First().TraceId.Low));
        Assert.Empty(_store.Find(new() { Window = Always, Limit = 10, Service = "s16" }));
        Assert.Single(_store.Find(new() { Window = Always, Limit = 10, Service = "s17" }));
    }

    [Fact]
    public async Task Add_WhileRead_StaysWithinTheLimit()
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 1; i <= 500; i++)
            {
                _store.Add([Span($"{i:x}", $"{worker}", i, $"s{i % 3}")]);
                Assert.InRange(_store.Traces(Always).Sum(trace => trace.Count()), 1, 4);
            }
        })));
    }

    [Fact]
    public async Task Find_WhileAdding_FindsCompleteSpans()
    {
        var store = new SpanStore(maxSpans: 100_000);
        const int Traces = 200;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 1; i <= Traces; i++)
            {
                // Every worker adds a part of each trace.
                store.Add([.. Enumerable.Range(1, 20).Select(part => Span($"{i:x}", $"{worker}0{part:x}", i * 1000, $"s{part % 3}"))]);
                var found = store.Find(new() { Window = Always, Limit = 5, Service = "s1", SpanName = "get" });
                Assert.NotEmpty(found);
                Assert.All(found, trace => Assert.All(trace, span => Assert.Equal("get", span.Name)));
            }
        })));

        Assert.Equal(Traces, store.Find(new() { Window = Always, Limit = 1000, Service = "s2" }).Count(trace => trace.Count() == 80));
    }

    private static TimeWindow Always => new(0, long.MaxValue);

    private static Span Span(string traceId, string id, long timestamp, string service) => new SpanBuilder
    {
        TraceId = ZipkinId.ParseTraceId(traceId),
        Id = ZipkinId.ParseSpanId(id),
        Timestamp = timestamp,
        Name = "get",
        Local = SpanBuilder.Endpoint(service, null, null, 0),
    }.Build();
}
