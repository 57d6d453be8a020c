using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The spans of the last traces, in memory, at most <paramref name="maxSpans"/>. When more come, whole traces go, the one with the
/// oldest timestamp first, before the new ones are stored: half a trace is no use, and what has just
/// arrived is what somebody is about to look at. Reads hand out copies, so nobody searches while holding the lock.
/// </summary>
/// <param name="maxSpans">How many spans are kept.</param>
/// <param name="isStrict">Whether ids that agree in the low 64 bits only are different traces.</param>
/// <param name="autocompleteKeys">Tags whose values are kept to choose from.</param>
internal sealed class SpanStore(int maxSpans, bool isStrict = true, string[]? autocompleteKeys = null)
{
    private readonly Lock _lock = new();

    // All of these belong to the lock. Traces are under the low 64 bits of their ids.
    private readonly Dictionary<string, StoredTrace> _traces = [];
    private readonly SortedDictionary<string, ServiceNames> _services = new(StringComparer.Ordinal);
    private readonly SortedSet<StoredTrace> _byAge = new(Comparer<StoredTrace>.Create(
        (a, b) => a.Oldest != b.Oldest ? a.Oldest.CompareTo(b.Oldest) : string.CompareOrdinal(a.Low64, b.Low64)));

    private readonly TagValues _tagValues = new(autocompleteKeys ?? []);

    private int _count;

    public int ServiceCount
    {
        get
        {
            lock (_lock)
            {
                return _services.Count;
            }
        }
    }

    public void Add(List<Span> spans)
    {
        // A message larger than everything that may be kept leaves its newest spans.
        var kept = spans.Count <= maxSpans ? spans : [.. spans.OrderByDescending(span => span.Timestamp).Take(maxSpans)];
        lock (_lock)
        {
            MakeRoomFor(kept.Count);
            foreach (var span in kept)
            {
                Add(span);
            }
        }
    }

    public string[] Services()
    {
        lock (_lock)
        {
            return [.. _services.Keys];
        }
    }

    public string[] SpanNames(string service)
    {
        lock (_lock)
        {
            return _services.TryGetValue(service, out var names) ? [.. names.SpanNames] : [];
        }
    }

    public string[] RemoteServices(string service)
    {
        lock (_lock)
        {
            return _services.TryGetValue(service, out var names) ? [.. names.RemoteServices] : [];
        }
    }

    /// <summary>What was seen of a tag, if its values are kept.</summary>
    public string[] TagValues(string key)
    {
        lock (_lock)
        {
            return _tagValues.Of(key);
        }
    }

    /// <summary>The spans with this trace id; none when it is not known.</summary>
    public Span[] Trace(string traceId)
    {
        lock (_lock)
        {
            return _traces.TryGetValue(HexId.Low64(traceId), out var trace) ? [.. trace.Spans.Where(span => !isStrict || span.TraceId == traceId)] : [];
        }
    }

    /// <summary>All traces that may have a span in the window, and one of the service when it is given.</summary>
    public List<Span[]> Traces(TimeWindow window, string? service = null)
    {
        lock (_lock)
        {
            IEnumerable<StoredTrace> candidates = service is null ? _traces.Values
                : _services.TryGetValue(service, out var names) ? names.Traces
                : [];
            return [.. candidates.Where(trace => trace.MayTouch(window)).Select(trace => trace.Spans.ToArray())];
        }
    }

    private void Add(Span span)
    {
        var key = HexId.Low64(span.TraceId);
        if (!_traces.TryGetValue(key, out var trace))
        {
            _traces.Add(key, trace = new StoredTrace(key));
        }

        _tagValues.Add(span);
        // Its place by age may change with every span.
        _byAge.Remove(trace);
        _count += trace.Add(span) ? 1 : 0;
        _byAge.Add(trace);

        if (span.Local?.ServiceName is { } service)
        {
            if (!_services.TryGetValue(service, out var names))
            {
                _services.Add(service, names = new ServiceNames());
            }

            names.Add(trace, span);
        }
    }

    private void MakeRoomFor(int more)
    {
        while (_count > maxSpans - more && _byAge.Min is { } oldest)
        {
            _byAge.Remove(oldest);
            _traces.Remove(oldest.Low64);
            _count -= oldest.Spans.Count;
            Forget(oldest);
        }
    }

    private void Forget(StoredTrace trace)
    {
        foreach (var service in trace.Spans.Select(span => span.Local?.ServiceName).OfType<string>().Distinct())
        {
            var names = _services[service];
            names.Traces.Remove(trace);
            if (names.Traces.Count == 0)
            {
                _services.Remove(service);
            }
        }
    }
}
