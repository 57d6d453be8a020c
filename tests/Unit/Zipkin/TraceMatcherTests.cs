using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests searches for strings with and without a number in the string tables.</summary>
public sealed class TraceMatcherTests
{
    private readonly SpanStore _store = new(maxSpans: 100_000);

    public TraceMatcherTests()
    {
        // More values than the table holds.
        for (var i = 1; i <= 1000; i++)
        {
            var builder = new SpanBuilder { TraceId = new(0, (ulong)i), Id = 1, Timestamp = i * 1000, Duration = i, Local = SpanBuilder.Endpoint($"s{i % 2}", null, null, 0) };
            builder.AddTag("id", $"{i}");
            builder.AddTag("parity", $"{i % 2}");
            builder.Annotations.Add(new(1, $"note {i}"));
            _store.Add([builder.Build()]);
        }
    }

    [Theory]
    [InlineData("id=1", 1)]
    [InlineData("id=1000", 1000)]
    [InlineData("id=999 and parity", 999)]
    [InlineData("note 700", 700)]
    [InlineData("id=1001", null)]
    [InlineData("id=1 and parity=0", null)]
    [InlineData("note 1001", null)]
    [InlineData("note 7=700", null)]
    [InlineData("nobody", null)]
    public void Find_Term_FindsTheMatchingTrace(string query, int? trace) =>
        Assert.Equal(trace is null ? [] : [(ulong)trace], Find(new() { Window = Always, Limit = 10, Annotations = AnnotationQuery.Parse(query) }));

    [Theory]
    [InlineData("parity=0", "id=1000", new ulong[] { 998, 996 })]
    [InlineData("parity=0", "note 1000 and id=998", new ulong[] { 996, 994 })]
    [InlineData("parity=1", "parity=0", new ulong[] { 999, 997 })]
    [InlineData("parity=1", "id", new ulong[0])]
    [InlineData("", "nobody", new ulong[] { 1000, 999 })]
    public void Find_ExcludedTerm_OmitsTheTracesThatHaveIt(string query, string excluded, ulong[] traces) => Assert.Equal(
        traces, Find(new() { Window = Always, Limit = 2, Annotations = AnnotationQuery.Parse(query), Excluded = AnnotationQuery.Parse(excluded) }));

    [Fact]
    public void Find_TermOfAnotherService_FindsNothing() =>
        Assert.Empty(Find(new() { Window = Always, Limit = 10, Service = "s1", Annotations = AnnotationQuery.Parse("parity=0") }));

    [Theory]
    [InlineData(998, long.MaxValue, new ulong[] { 1000, 999, 998 })]
    [InlineData(1, 2, new ulong[] { 2, 1 })]
    [InlineData(1001, long.MaxValue, new ulong[0])]
    public void Find_Duration_IncludesBothEnds(long min, long max, ulong[] traces) =>
        Assert.Equal(traces, Find(new() { Window = Always, Limit = 10, MinDuration = min, MaxDuration = max }));

    [Fact]
    public void Find_WindowBeforeTheEndOfATrace_RanksByTheLatestSpanWithin()
    {
        var store = new SpanStore(maxSpans: 10);
        store.Add([Span(1, 1, 10_000), Span(1, 2, 90_000), Span(2, 1, 20_000), Span(3, 1, 15_000), Span(3, 2, 30_000)]);

        var found = store.Find(new() { Window = new(0, 25), Limit = 2 });

        Assert.Equal([2UL, 3UL], found.Select(trace => trace.First().TraceId.Low));
    }

    private static TimeWindow Always => new(0, long.MaxValue);

    private static Span Span(ulong trace, ulong id, long timestamp) => new SpanBuilder { TraceId = new(0, trace), Id = id, Timestamp = timestamp }.Build();

    private IEnumerable<ulong> Find(TraceQuery query) => _store.Find(query).Select(trace => trace.First().TraceId.Low);
}
