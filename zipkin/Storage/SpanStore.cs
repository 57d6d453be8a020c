using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Stores the spans of the latest traces in memory, up to <paramref name="maxSpans"/>. Above the limit, whole traces are evicted before the
/// new spans are stored, the trace with the oldest timestamp first: an incomplete trace is useless, and new spans are the ones users look
/// for. Spans are stored packed, because objects would take several times the memory and the garbage collector's time. Queries unpack the
/// spans they need after they have left the lock.
/// </summary>
/// <param name="maxSpans">The maximum number of spans.</param>
/// <param name="strictTraceId">True when all 128 bits of a trace id identify a trace, false when only the low 64 bits do.</param>
/// <param name="autocompleteKeys">The keys of the tags whose values are kept for autocompletion.</param>
internal sealed class SpanStore(int maxSpans, bool strictTraceId = true, string[]? autocompleteKeys = null)
{
    private readonly Lock _lock = new();

    // The lock guards all fields below. Traces are keyed by the low 64 bits of their ids; the list without gaps is scanned by searches.
    private readonly Dictionary<ulong, StoredTrace> _traces = [];
    private readonly List<StoredTrace> _list = [];
    private readonly Dictionary<string, ServiceNames> _services = new(StringComparer.Ordinal);
    private readonly SortedSet<StoredTrace> _byAge = new(Comparer<StoredTrace>.Create(
        (a, b) => a.Oldest != b.Oldest ? a.Oldest.CompareTo(b.Oldest) : a.Low.CompareTo(b.Low)));

    private readonly AutocompleteTags _autocompleteTags = new(autocompleteKeys ?? []);
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

    /// <summary>Stores spans; duplicates are ignored.</summary>
    public void Add(List<Span> spans)
    {
        // Of a message with more spans than the limit, the newest are kept.
        var kept = spans.Count <= maxSpans ? spans : [.. spans.OrderByDescending(span => span.Timestamp).Take(maxSpans)];
        lock (_lock)
        {
            Evict(kept.Count);
            foreach (var span in kept)
            {
                Add(span);
            }
        }
    }

    /// <summary>Returns the names of all services, sorted.</summary>
    public string[] Services()
    {
        lock (_lock)
        {
            return [.. _services.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Returns the span names of a service, sorted.</summary>
    public string[] SpanNames(string service)
    {
        lock (_lock)
        {
            return _services.TryGetValue(service, out var names) ? names.SpanNames : [];
        }
    }

    /// <summary>Returns the remote services of a service, sorted.</summary>
    public string[] RemoteServices(string service)
    {
        lock (_lock)
        {
            return _services.TryGetValue(service, out var names) ? names.RemoteServices : [];
        }
    }

    /// <summary>Returns the values of a tag, sorted; none when its key isn't an autocomplete key.</summary>
    public string[] AutocompleteValues(string key)
    {
        lock (_lock)
        {
            return _autocompleteTags.Values(key);
        }
    }

    /// <summary>Returns the spans of a trace; none when the trace is unknown.</summary>
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

        return packed.Unpack(_packer.StringTables, strictTraceId ? id.High : null);
    }

    /// <summary>Returns all traces that may have a span in the window, unpacked one by one.</summary>
    public IEnumerable<Span[]> Traces(TimeWindow window)
    {
        PackedTrace[] traces;
        lock (_lock)
        {
            traces = [.. _list.Where(trace => trace.MayOverlap(window)).Select(trace => trace.Packed)];
        }

        return traces.Select(trace => trace.Unpack(_packer.StringTables));
    }

    /// <summary>Returns the traces that match a query, newest first.</summary>
    public List<Span[]> Find(TraceQuery query)
    {
        TraceMatcher matcher;
        TraceRanking ranking;
        lock (_lock)
        {
            IEnumerable<StoredTrace> candidates = query.Service is null ? _list
                : _services.TryGetValue(query.Service, out var names) ? names.Traces
                : [];
            matcher = new TraceMatcher(query, _packer.StringTables);
            ranking = new TraceRanking(candidates.Where(trace => trace.MayMatch(query, matcher.Hashes)), query.Window);
        }

        using (ranking)
        {
            return [.. ranking.Take(query.Limit, Read, matcher).Select(match => match.Trace.Unpack(_packer.StringTables, match.High))];
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
            // The trace moves in the order by age.
            _byAge.Remove(trace);
            _count += trace.Add(span, _packer) ? 1 : 0;
            _byAge.Add(trace);
        }
        else
        {
            _count += trace.Add(span, _packer) ? 1 : 0;
        }

        _autocompleteTags.Add(span);
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
        trace.AddTo(names);
    }

    private void Evict(int more)
    {
        while (_count > maxSpans - more && _byAge.Min is { } oldest)
        {
            _byAge.Remove(oldest);
            _traces.Remove(oldest.Low);
            _list[oldest.Index] = _list[^1];
            _list[oldest.Index].Index = oldest.Index;
            _list.RemoveAt(_list.Count - 1);
            _count -= oldest.Count;
            RemoveFromIndex(oldest);
        }
    }

    private void RemoveFromIndex(StoredTrace trace)
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
