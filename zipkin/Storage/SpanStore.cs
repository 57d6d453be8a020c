using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Stores the spans of the latest traces in memory, up to a number of spans and of bytes. Above a limit, whole
/// traces are evicted, the trace with the oldest timestamp first: an incomplete trace is useless, and new spans are the ones users look
/// for. Spans are stored packed, because objects would take several times the memory and the garbage collector's time. Queries unpack the
/// spans they need after they have left the lock.
/// </summary>
internal sealed class SpanStore
{
    // The part of the memory that strings take which stay when their spans are evicted.
    private const int TableShare = 16;

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly int _maxSpans;
    private readonly long _maxBytes;
    private readonly bool _strictTraceId;
    private readonly StringTables _tables;

    // The lock guards the spans. Reading a string of the tables by its number needs no lock.
    private readonly StoredSpans _spans;

    /// <param name="maxSpans">The maximum number of spans.</param>
    /// <param name="strictTraceId">True when all 128 bits of a trace id identify a trace, false when only the low 64 bits do.</param>
    /// <param name="autocompleteKeys">The keys of the tags whose values are kept for autocompletion.</param>
    /// <param name="maxBytes">The maximum size of the spans and their names in memory.</param>
    /// <param name="clock">The clock that tells which spans are from the future. Default: the system's.</param>
    public SpanStore(
        int maxSpans, bool strictTraceId = true, string[]? autocompleteKeys = null, long maxBytes = long.MaxValue, TimeProvider? clock = null)
    {
        (_maxSpans, _maxBytes, _strictTraceId, _clock) = (maxSpans, maxBytes, strictTraceId, clock ?? TimeProvider.System);
        _tables = new(maxBytes / TableShare);
        _spans = new(_tables, autocompleteKeys ?? [], maxBytes);
        Disk = new(_lock, _spans, _tables, maxSpans, maxBytes);
    }

    /// <summary>Gets the operations for spans on disk.</summary>
    public DiskSpans Disk { get; }

    public int ServiceCount
    {
        get
        {
            lock (_lock)
            {
                return _spans.Names.ServiceCount;
            }
        }
    }

    /// <summary>Stores spans; duplicates are ignored.</summary>
    public void Add(List<Span> spans)
    {
        var now = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        // Of a message with more spans than the limit, the newest are kept.
        var kept = spans.Count <= _maxSpans ? spans : [.. spans.OrderByDescending(span => Math.Min(span.Timestamp, now)).Take(_maxSpans)];
        lock (_lock)
        {
            _spans.Evict(_maxSpans - kept.Count, _maxBytes);
            foreach (var span in kept)
            {
                _spans.Add(span, now);
            }

            // The size of a message is known when its spans are packed.
            _spans.Evict(_maxSpans, _maxBytes);
        }
    }

    /// <summary>Evicts the older half of the spans, when the memory is exhausted.</summary>
    public void EvictHalf()
    {
        lock (_lock)
        {
            _spans.Evict(_spans.Count / 2, _maxBytes);
        }
    }

    /// <summary>Returns the names of all services, sorted.</summary>
    public string[] Services()
    {
        lock (_lock)
        {
            return _spans.Names.Services;
        }
    }

    /// <summary>Returns the span names of a service, sorted.</summary>
    public string[] SpanNames(string service)
    {
        lock (_lock)
        {
            return _spans.Names.Find(service)?.SpanNames ?? [];
        }
    }

    /// <summary>Returns the remote services of a service, sorted.</summary>
    public string[] RemoteServices(string service)
    {
        lock (_lock)
        {
            return _spans.Names.Find(service)?.RemoteServices ?? [];
        }
    }

    /// <summary>Returns the values of a tag, sorted; none when its key isn't an autocomplete key.</summary>
    public string[] AutocompleteValues(string key)
    {
        lock (_lock)
        {
            return _spans.Names.AutocompleteValues(key);
        }
    }

    /// <summary>Returns the keys of the tags that repeat, sorted. A key stays when its spans are evicted.</summary>
    public string[] TagKeys()
    {
        lock (_lock)
        {
            return [.. _tables.Tags.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Returns the values of a tag that have numbers, sorted: the first ones, up to a limit.</summary>
    public string[] TagValues(string key)
    {
        lock (_lock)
        {
            return [.. _tables.Tags.Find(key)?.Values.Strings.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()];
        }
    }

    /// <summary>Returns what is stored now.</summary>
    public StoreStatus Status()
    {
        lock (_lock)
        {
            return new(_spans.Count, _maxSpans, _spans.Traces.Count, _spans.Bytes, _maxBytes, _spans.Traces.OldestTime, _spans.Evicted);
        }
    }

    /// <summary>Returns the spans of a trace, unpacked one by one; none when the trace is unknown.</summary>
    public IEnumerable<Span> Trace(TraceId id)
    {
        PackedTrace packed;
        lock (_lock)
        {
            var trace = _spans.Traces.Find(id.Low);
            if (trace < 0)
            {
                return [];
            }

            packed = _spans.Packed(trace);
        }

        return (_strictTraceId ? packed.Part(id.High) : packed).Unpack(_tables);
    }

    /// <summary>Returns all traces that may have a span in the window, unpacked one by one.</summary>
    public IEnumerable<IEnumerable<Span>> Traces(TimeWindow window)
    {
        List<PackedTrace> traces = [];
        lock (_lock)
        {
            for (var trace = 0; trace < _spans.Traces.Count; trace++)
            {
                if (_spans.Traces.Summary(trace).MayOverlap(window))
                {
                    traces.Add(_spans.Packed(trace));
                }
            }
        }

        return traces.Select(trace => trace.Unpack(_tables));
    }

    /// <summary>Returns the traces that match a query, newest first, unpacked one by one.</summary>
    /// <exception cref="TimeoutException"/>
    public IEnumerable<IEnumerable<Span>> Find(TraceQuery query, QueryDeadline? deadline = null)
    {
        TraceMatcher matcher;
        ulong services;
        lock (_lock)
        {
            matcher = new TraceMatcher(query, _tables, deadline);
            services = query.Service is null ? 0 : _spans.Names.Find(query.Service)?.Mask ?? 0;
        }

        if (query.Service is not null && services == 0)
        {
            return [];
        }

        var selector = new CandidateSelector(query, services, matcher);
        return new TraceRanking((after, count) => Select(selector, after, count), matcher).Take(query.Limit).Select(match => match.Trace.Unpack(_tables));
    }

    private List<TraceCandidate> Select(CandidateSelector selector, TraceRank after, int count)
    {
        lock (_lock)
        {
            return _spans.Select(selector, after, count);
        }
    }
}
