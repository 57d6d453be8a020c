using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests the memory of stored spans while traces are evicted in an order that has nothing to do with their arrival.</summary>
public sealed class StoredSpansTests
{
    private const int MaxSpans = 1000;

    private readonly Random _random = new(1);
    private readonly StringTables _tables = new();

    [Fact]
    public void Evict_AnyOrder_KeepsTheYoungestTracesWhole()
    {
        var spans = new StoredSpans(_tables, [], maxBytes: 1_000_000);
        var model = new Dictionary<ulong, List<Span>>();
        for (var i = 0; i < 20_000; i++)
        {
            var span = NextSpan();
            spans.Add(span, long.MaxValue);
            AddTo(model, span);
            spans.Evict(MaxSpans, long.MaxValue);
            while (model.Values.Sum(trace => trace.Count) > MaxSpans)
            {
                model.Remove(model.MinBy(trace => (trace.Value.Min(one => one.Timestamp), trace.Key)).Key);
            }
        }

        Assert.Equal(model.Count, spans.Traces.Count);
        Assert.All(model, trace => Assert.Equal(trace.Value, spans.Packed(spans.Traces.Find(trace.Key)).Unpack(_tables)));
        // 400 bytes a span and 148 a trace, and what isn't worth moving.
        Assert.InRange(spans.Bytes, 400_000, 900_000);
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(2_000_000)]
    public void Evict_AnyOrder_StaysWithinTheBytesAndUsesMostOfThem(long maxBytes)
    {
        var spans = new StoredSpans(_tables, [], maxBytes);
        for (var i = 0; i < 20_000; i++)
        {
            spans.Add(NextSpan(), long.MaxValue);
            spans.Evict(int.MaxValue, maxBytes);
            Assert.InRange(spans.Bytes, 0, maxBytes);
        }

        Assert.InRange(spans.Count, maxBytes / 1200, maxBytes / 400);
    }

    [Fact]
    public void Evict_All_ReleasesTheMemory()
    {
        var spans = new StoredSpans(_tables, [], maxBytes: long.MaxValue);
        for (var i = 0; i < 20_000; i++)
        {
            spans.Add(NextSpan(), long.MaxValue);
        }

        Assert.InRange(spans.Bytes, 5_000_000, 15_000_000);
        spans.Evict(0, long.MaxValue);

        Assert.Equal(0, spans.Count);
        Assert.InRange(spans.Bytes, 0, 1024 * 1024);
    }

    // Spans of few traces, of any time, with a tag that is too long for the table of tags.
    private Span NextSpan()
    {
        var builder = new SpanBuilder { TraceId = new(0, (ulong)_random.Next(1, 3000)), Id = (ulong)_random.NextInt64(), Timestamp = _random.Next(1, 1_000_000), Name = "get" };
        builder.AddTag("text", $"{builder.Id}{new string('v', 350)}");
        return builder.Build();
    }

    private static void AddTo(Dictionary<ulong, List<Span>> model, Span span)
    {
        if (!model.TryGetValue(span.TraceId.Low, out var trace))
        {
            model.Add(span.TraceId.Low, trace = []);
        }

        trace.Add(span);
    }
}
