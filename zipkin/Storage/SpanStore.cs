using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Stores the spans of the latest traces in memory, up to <paramref name="maxSpans"/> and <paramref name="maxBytes"/>. Above a limit, whole
/// traces are evicted, the trace with the oldest timestamp first: an incomplete trace is useless, and new spans are the ones users look
/// for. Spans are stored packed, because objects would take several times the memory and the garbage collector's time. Queries unpack the
/// spans they need after they have left the lock.
/// </summary>
/// <param name="maxSpans">The maximum number of spans.</param>
/// <param name="strictTraceId">True when all 128 bits of a trace id identify a trace, false when only the low 64 bits do.</param>
/// <param name="autocompleteKeys">The keys of the tags whose values are kept for autocompletion.</param>
/// <param name="maxBytes">The maximum size of the spans and their names in memory.</param>
/// <param name="clock">The clock that tells which spans are from the future. Default: the system's.</param>
internal sealed class SpanStore(
    int maxSpans, bool strictTraceId = true, string[]? autocompleteKeys = null, long maxBytes = long.MaxValue, TimeProvider? clock = null)
{
    // The part of the memory that strings take which stay when their spans are evicted.
    private const int TableShare = 16;

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly SpanPacker _packer = new(new(maxBytes / TableShare));

    // The lock guards all fields below. Traces are keyed by the low 64 bits of their ids; the list without gaps is scanned by searches.
    private readonly Dictionary<ulong, StoredTrace> _traces = new(IdComparer.Instance);
    private readonly List<StoredTrace> _list = [];
    private readonly NameIndex _names = new(autocompleteKeys ?? []);
    private readonly SortedSet<StoredTrace> _byAge = new(Comparer<StoredTrace>.Create(
        (a, b) => a.Oldest != b.Oldest ? a.Oldest.CompareTo(b.Oldest) : a.Low.CompareTo(b.Low)));

    private int _count;
    private long _bytes;

    public int ServiceCount
    {
        get
        {
            lock (_lock)
            {
                return _names.ServiceCount;
            }
        }
    }

    /// <summary>Stores spans; duplicates are ignored.</summary>
    public void Add(List<Span> spans)
    {
        var now = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        // Of a message with more spans than the limit, the newest are kept.
        var kept = spans.Count <= maxSpans ? spans : [.. spans.OrderByDescending(span => Math.Min(span.Timestamp, now)).Take(maxSpans)];
        lock (_lock)
        {
            Evict(maxSpans - kept.Count, maxBytes);
            foreach (var span in kept)
            {
                Add(span, now);
            }

            // The size of a message is known when its spans are packed.
            Evict(maxSpans, maxBytes);
        }
    }

    /// <summary>Evicts the older half of the spans, when the memory is exhausted.</summary>
    public void EvictHalf()
    {
        lock (_lock)
        {
            Evict(_count / 2, maxBytes);
        }
    }

    /// <summary>Returns the names of all services, sorted.</summary>
    public string[] Services()
    {
        lock (_lock)
        {
            return _names.Services;
        }
    }

    /// <summary>Returns the span names of a service, sorted.</summary>
    public string[] SpanNames(string service)
    {
        lock (_lock)
        {
            return _names.Find(service)?.SpanNames ?? [];
        }
    }

    /// <summary>Returns the remote services of a service, sorted.</summary>
    public string[] RemoteServices(string service)
    {
        lock (_lock)
        {
            return _names.Find(service)?.RemoteServices ?? [];
        }
    }

    /// <summary>Returns the values of a tag, sorted; none when its key isn't an autocomplete key.</summary>
    public string[] AutocompleteValues(string key)
    {
        lock (_lock)
        {
            return _names.AutocompleteValues(key);
        }
    }

    /// <summary>Returns the spans of a trace, unpacked one by one; none when the trace is unknown.</summary>
    public IEnumerable<Span> Trace(TraceId id)
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

        return (strictTraceId ? packed.Part(id.High) : packed).Unpack(_packer.StringTables);
    }

    /// <summary>Returns all traces that may have a span in the window, unpacked one by one.</summary>
    public IEnumerable<IEnumerable<Span>> Traces(TimeWindow window)
    {
        PackedTrace[] traces;
        lock (_lock)
        {
            traces = [.. _list.Where(trace => trace.MayOverlap(window)).Select(trace => trace.Packed)];
        }

        return traces.Select(trace => trace.Unpack(_packer.StringTables));
    }

    /// <summary>Returns the traces that match a query, newest first, unpacked one by one.</summary>
    /// <exception cref="TimeoutException"/>
    public IEnumerable<IEnumerable<Span>> Find(TraceQuery query, QueryDeadline? deadline = null)
    {
        TraceMatcher matcher;
        TraceRanking ranking;
        lock (_lock)
        {
            IEnumerable<StoredTrace> candidates = query.Service is null ? _list : _names.Find(query.Service)?.Traces ?? [];
            matcher = new TraceMatcher(query, _packer.StringTables, deadline);
            ranking = new TraceRanking(candidates.Where(trace => trace.MayMatch(query, matcher.Hashes)), query.Window);
        }

        using (ranking)
        {
            return ranking.Take(query.Limit, Read, matcher).Select(match => match.Trace.Unpack(_packer.StringTables));
        }
    }

    private PackedTrace Read(StoredTrace trace)
    {
        lock (_lock)
        {
            return trace.Packed;
        }
    }

    private void Add(Span span, long now)
    {
        if (!_traces.TryGetValue(span.TraceId.Low, out var trace))
        {
            trace = new StoredTrace(span.TraceId.Low) { Index = _list.Count };
            _traces.Add(span.TraceId.Low, trace);
            _list.Add(trace);
        }
        else
        {
            _bytes -= trace.Bytes;
        }

        // A new trace is added to the order by age, and one that becomes older moves in it.
        var moves = Math.Min(span.Timestamp, now) < trace.Oldest;
        if (moves)
        {
            _byAge.Remove(trace);
        }

        if (trace.Add(span, _packer, now))
        {
            _count++;
            _names.Add(trace, span);
        }

        if (moves)
        {
            _byAge.Add(trace);
        }

        _bytes += trace.Bytes;
    }

    private void Evict(int spans, long bytes)
    {
        while ((_count > spans || _bytes + _names.Bytes > bytes) && _byAge.Min is { } oldest)
        {
            _byAge.Remove(oldest);
            _traces.Remove(oldest.Low);
            _list[oldest.Index] = _list[^1];
            _list[oldest.Index].Index = oldest.Index;
            _list.RemoveAt(_list.Count - 1);
            _count -= oldest.Count;
            _bytes -= oldest.Bytes;
            _names.Remove(oldest, _packer.StringTables);
        }
    }
}
