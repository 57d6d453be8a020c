using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The spans of the last traces, in memory, at most <paramref name="maxSpans"/>. When more come, whole traces go, the one with the
/// oldest timestamp first, before the new ones are stored: half a trace is no use, and what has just
/// arrived is what somebody is about to look at. Spans are kept packed, since as objects they would take several times the room
/// and the garbage collector's time. Reads unpack what they need after they have left the lock.
/// </summary>
/// <param name="maxSpans">How many spans are kept.</param>
/// <param name="isStrict">Whether ids that agree in the low 64 bits only are different traces.</param>
/// <param name="autocompleteKeys">Tags whose values are kept to choose from.</param>
internal sealed class SpanStore(int maxSpans, bool isStrict = true, string[]? autocompleteKeys = null)
{
    private readonly Lock _lock = new();

    // All of these belong to the lock. Traces are under the low 64 bits of their ids, and in a list without gaps, which a search walks.
    private readonly Dictionary<ulong, StoredTrace> _traces = [];
    private readonly List<StoredTrace> _list = [];
    private readonly Dictionary<string, ServiceNames> _services = new(StringComparer.Ordinal);
    private readonly SortedSet<StoredTrace> _byAge = new(Comparer<StoredTrace>.Create(
        (a, b) => a.Oldest != b.Oldest ? a.Oldest.CompareTo(b.Oldest) : a.Low.CompareTo(b.Low)));

    private readonly TagValues _tagValues = new(autocompleteKeys ?? []);
    private readonly SpanPacker _packer = new(new());
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
            return [.. _services.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public string[] SpanNames(string service)
    {
        lock (_lock)
        {
            return _services.TryGetValue(service, out var names) ? names.SpanNames : [];
        }
    }

    public string[] RemoteServices(string service)
    {
        lock (_lock)
        {
            return _services.TryGetValue(service, out var names) ? names.RemoteServices : [];
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
    public Span[] Trace(TraceId id)
    {
        PackedTrace packed;
        lock (_lock)
        {
            if (!_traces.TryGetValue(id.Low, out var trace))
            {
                return [];
            }

            packed = trace.Packed;
        }

        return packed.Unpack(_packer.Vocabulary, isStrict ? id.High : null);
    }

    /// <summary>All traces that may have a span in the window, unpacked one by one.</summary>
    public IEnumerable<Span[]> Traces(TimeWindow window)
    {
        PackedTrace[] traces;
        lock (_lock)
        {
            traces = [.. _list.Where(trace => trace.MayTouch(window)).Select(trace => trace.Packed)];
        }

        return traces.Select(trace => trace.Unpack(_packer.Vocabulary));
    }

    /// <summary>What a search finds, newest first.</summary>
    public List<Span[]> Find(TraceQuery query)
    {
        TraceMatcher matcher;
        TraceRanking ranking;
        lock (_lock)
        {
            IEnumerable<StoredTrace> candidates = query.Service is null ? _list
                : _services.TryGetValue(query.Service, out var names) ? names.Traces
                : [];
            matcher = new TraceMatcher(query, _packer.Vocabulary);
            ranking = new TraceRanking(candidates.Where(trace => trace.MayMatch(query, matcher.Hashes)), query.Window);
        }

        using (ranking)
        {
            return [.. ranking.Take(query.Limit, Read, matcher).Select(match => match.Trace.Unpack(_packer.Vocabulary, match.High))];
        }
    }

    private PackedTrace Read(StoredTrace trace)
    {
        lock (_lock)
        {
            return trace.Packed;
        }
    }

    private void Add(Span span)
    {
        if (!_traces.TryGetValue(span.TraceId.Low, out var trace))
        {
            _traces.Add(span.TraceId.Low, trace = new StoredTrace(span.TraceId.Low) { Index = _list.Count });
            _list.Add(trace);
            trace.Add(span, _packer);
            _byAge.Add(trace);
            _count++;
        }
        else if (span.Timestamp < trace.Oldest)
        {
            // Its place by age changes.
            _byAge.Remove(trace);
            _count += trace.Add(span, _packer) ? 1 : 0;
            _byAge.Add(trace);
        }
        else
        {
            _count += trace.Add(span, _packer) ? 1 : 0;
        }

        _tagValues.Add(span);
        if (span.Local?.ServiceName is { } service)
        {
            AddName(trace, span, service);
        }
    }

    private void AddName(StoredTrace trace, Span span, string service)
    {
        if (!_services.TryGetValue(service, out var names))
        {
            _services.Add(service, names = new ServiceNames(service));
        }

        names.Add(span);
        trace.Join(names);
    }

    private void MakeRoomFor(int more)
    {
        while (_count > maxSpans - more && _byAge.Min is { } oldest)
        {
            _byAge.Remove(oldest);
            _traces.Remove(oldest.Low);
            _list[oldest.Index] = _list[^1];
            _list[oldest.Index].Index = oldest.Index;
            _list.RemoveAt(_list.Count - 1);
            _count -= oldest.Count;
            Forget(oldest);
        }
    }

    private void Forget(StoredTrace trace)
    {
        foreach (var names in trace.Services)
        {
            names.Traces.Remove(trace);
            if (names.Traces.Count == 0)
            {
                _services.Remove(names.Service);
            }
        }
    }
}
