using ZipkinMesh.Zipkin.Json;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class SpanStoreTests
{
    private readonly SpanStore _store = new(maxSpans: 4);

    [Fact]
    public void Add_Full_OldestTraceGoesWholeWhateverItsArrival()
    {
        _store.Add([Span("2", "1", 20, "new"), Span("1", "1", 10, "old"), Span("1", "2", 30, "old")]);

        _store.Add([Span("3", "1", 5, "late"), Span("3", "2", 6, "late")]);

        Assert.Empty(_store.Trace(HexId.TraceId("1")));
        Assert.Single(_store.Trace(HexId.TraceId("2")));
        Assert.Equal(2, _store.Trace(HexId.TraceId("3")).Length);
        Assert.Equal(["late", "new"], _store.Services());
        Assert.Empty(_store.SpanNames("old"));
    }

    [Fact]
    public void Add_NoTimestamp_GoesFirst()
    {
        _store.Add([Span("1", "1", 10, "a"), Span("2", "1", 0, "b")]);

        _store.Add([Span("3", "1", 11, "c"), Span("3", "2", 11, "c"), Span("3", "3", 11, "c")]);

        Assert.Equal(["a", "c"], _store.Services());
    }

    [Fact]
    public void Add_SameSpanTwice_IsKeptOnce()
    {
        _store.Add([Span("1", "1", 10, "a"), Span("1", "1", 10, "a")]);

        Assert.Single(_store.Trace(HexId.TraceId("1")));
    }

    [Fact]
    public void Add_MoreThanFits_NewestStay()
    {
        _store.Add([.. Enumerable.Range(1, 6).Select(i => Span($"{i}", "1", i, $"s{i}"))]);

        Assert.Equal(["s3", "s4", "s5", "s6"], _store.Services());
    }

    [Fact]
    public async Task Add_WhileRead_StaysWithinItsBound()
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 1; i <= 500; i++)
            {
                _store.Add([Span($"{i:x}", $"{worker}", i, $"s{i % 3}")]);
                Assert.InRange(_store.Traces(new(0, long.MaxValue)).Sum(trace => trace.Length), 1, 4);
            }
        })));
    }

    private static Span Span(string traceId, string id, long timestamp, string service) => new SpanDraft
    {
        TraceId = HexId.TraceId(traceId),
        Id = HexId.SpanId(id),
        Timestamp = timestamp,
        Name = "get",
        Local = SpanDraft.Endpoint(service, null, null, 0),
    }.Build();
}
