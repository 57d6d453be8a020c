using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Compares searches with a scan of all traces, while traces of any time come and are evicted.</summary>
public sealed class CandidateSelectorTests
{
    private readonly Random _random = new(1);
    private readonly SpanStore _store = new(maxSpans: 8000);

    [Fact]
    public void Find_AnyQuery_FindsWhatAScanFinds()
    {
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 1000; i++)
            {
                _store.Add([NextSpan()]);
            }

            AssertFound();
        }

        // A part of the traces at once, so that the table shrinks.
        _store.EvictHalf();
        AssertFound();
    }

    private void AssertFound()
    {
        for (var i = 0; i < 20; i++)
        {
            var from = _random.Next(0, 900);
            var query = new TraceQuery
            {
                Window = new(from, from + _random.Next(1, 200)),
                Limit = _random.Next(1, 200),
                Service = _random.Next(3) == 0 ? null : $"s{_random.Next(90)}",
                MinDuration = _random.Next(2) == 0 ? 0 : _random.Next(1, 1000),
            };

            Assert.Equal(Scan(query), _store.Find(query).Select(trace => trace.First().TraceId.Low));
        }
    }

    // Each trace has one span.
    private IEnumerable<ulong> Scan(TraceQuery query) => _store.Traces(new(0, long.MaxValue)).Select(trace => trace.Single())
        .Where(span => query.Window.ContainsMicrosecond(span.Timestamp) && span.Duration >= query.MinDuration)
        .Where(span => query.Service is null || query.Service == span.Local!.ServiceName)
        .OrderByDescending(span => span.Timestamp / 1000).ThenByDescending(span => span.TraceId.Low)
        .Take(query.Limit).Select(span => span.TraceId.Low);

    // More services than there are bits in a summary.
    private Span NextSpan() => new SpanBuilder
    {
        TraceId = new(0, (ulong)_random.NextInt64(1, long.MaxValue)),
        Id = 1,
        Timestamp = _random.Next(1, 1_000_000),
        Duration = _random.Next(1, 1000),
        Local = SpanBuilder.Endpoint($"s{_random.Next(80)}", null, null, 0),
    }.Build();
}
