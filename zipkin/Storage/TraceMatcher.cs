using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Matches the criteria of a query against packed spans without unpacking them. Created while the lock of the store is held, used after it
/// is released. Not thread-safe.
/// </summary>
internal sealed class TraceMatcher
{
    // Reading the clock takes the time of matching a small span.
    private const int SpansPerCheck = 256;

    private readonly TraceQuery _query;
    private readonly QueryDeadline _deadline;
    private readonly StringTables _tables;
    private readonly StringTerm? _service;
    private readonly StringTerm? _spanName;
    private readonly StringTerm? _remoteService;
    private readonly AnnotationTerm[] _terms;
    private readonly int _required;
    private readonly bool[] _matched;
    private readonly uint[] _hashes;

    // The state of the trace being matched.
    private bool _hasService;
    private bool _hasSpanName;
    private bool _hasRemoteService;
    private bool _hasDuration;

    public TraceMatcher(TraceQuery query, StringTables tables, QueryDeadline? deadline = null)
    {
        (_query, _tables, _deadline) = (query, tables, deadline ?? QueryDeadline.None);
        _service = Term(query.Service, tables.Services);
        _spanName = Term(query.SpanName, tables.SpanNames);
        _remoteService = Term(query.RemoteService, tables.Services);
        // The required terms come first, then the excluded ones.
        _terms = [.. query.Annotations.Terms.Concat(query.Excluded.Terms).Select(term => new AnnotationTerm(term.Key, term.Value, tables))];
        _required = query.Annotations.Terms.Count;
        _matched = new bool[_terms.Length];
        string?[] texts = [query.Service, query.SpanName, query.RemoteService];
        _hashes = [.. texts.OfType<string>().Select(BloomFilter.Hash), .. _terms.Take(_required).Select(term => term.Hash)];
    }

    /// <summary>Gets the hashes that the filter of a matching trace contains.</summary>
    public ReadOnlySpan<uint> Hashes => _hashes;

    /// <summary>
    /// Returns the matching traces among those that share the low half of their ids: more than one only with strict trace ids.
    /// </summary>
    public IEnumerable<TraceMatch> FindMatches(PackedTrace trace)
    {
        foreach (var one in _query.StrictTraceId ? trace.Split() : [trace])
        {
            if (LatestMs(one) is { } latest)
            {
                yield return new(one, latest);
            }
        }
    }

    private static StringTerm? Term(string? text, StringTable table) => text is null ? null : new(text, table.Find(text));

    // Returns the latest millisecond in the window, or null when the trace doesn't match.
    private long? LatestMs(PackedTrace trace)
    {
        var (latest, start, rootStart) = (-1L, long.MaxValue, 0L);
        _matched.AsSpan().Clear();
        (_hasService, _hasSpanName, _hasRemoteService, _hasDuration) = (_service is null, _spanName is null, _remoteService is null, _query.MinDuration == 0);
        _deadline.ThrowIfOver();
        var read = 0;
        for (var position = trace.Start; trace.TryRead(ref position, out var span);)
        {
            if (++read % SpansPerCheck == 0)
            {
                _deadline.ThrowIfOver();
            }

            if (span.Timestamp > 0)
            {
                latest = _query.Window.ContainsMillisecond(span.Timestamp) ? Math.Max(latest, span.Timestamp / 1000) : latest;
                start = Math.Min(start, span.Timestamp);
                // The first root counts; the spans are read from the last one.
                rootStart = span.IsRoot ? span.Timestamp : rootStart;
            }

            Match(ref span);
        }

        // The timestamp of the root decides when there is one: a trace that starts before the window is not found through a late child.
        return latest >= 0 && _query.Window.ContainsMicrosecond(rootStart > 0 ? rootStart : start) && AllMatched ? latest : null;
    }

    private bool AllMatched => _hasService && _hasSpanName && _hasRemoteService && _hasDuration && !_matched.AsSpan(0, _required).Contains(false) && !_matched.AsSpan(_required).Contains(true);

    private void Match(ref PackedSpan span)
    {
        var name = span.ReadString(out var nameText);
        var hasService = _service is null;
        if ((span.Flags & PackedSpan.HasLocal) != 0)
        {
            var service = span.ReadString(out var text);
            hasService |= _service?.Matches(service, text) == true;
            span.SkipAddress();
        }

        if (!hasService)
        {
            return;
        }

        _hasService = true;
        _hasSpanName |= _spanName?.Matches(name, nameText) == true;
        _hasDuration |= span.Duration >= _query.MinDuration && span.Duration <= _query.MaxDuration;
        if ((span.Flags & PackedSpan.HasRemote) != 0)
        {
            var service = span.ReadString(out var text);
            _hasRemoteService |= _remoteService?.Matches(service, text) == true;
            span.SkipAddress();
        }

        if (_terms.Length > 0)
        {
            MatchAnnotations(ref span);
            MatchTags(ref span);
        }
    }

    private void MatchAnnotations(ref PackedSpan span)
    {
        for (var count = span.ReadAnnotationCount(); count > 0; count--)
        {
            span.ReadFixed64();
            var number = span.ReadString(out var text);
            for (var i = 0; i < _terms.Length; i++)
            {
                _matched[i] |= _terms[i].MatchesAnnotation(number, text);
            }
        }
    }

    private void MatchTags(ref PackedSpan span)
    {
        for (var count = span.ReadVarint(); count > 0; count--)
        {
            var token = span.ReadVarint();
            if ((token & 1) == 0)
            {
                for (var i = 0; i < _terms.Length; i++)
                {
                    _matched[i] |= _terms[i].MatchesTag(token >> 1, _tables.Tags);
                }

                continue;
            }

            ReadOnlySpan<byte> key = default;
            if (token == 1)
            {
                span.ReadString(out key);
            }

            var value = span.ReadValue(out var isUuid);
            for (var i = 0; i < _terms.Length; i++)
            {
                _matched[i] |= _terms[i].MatchesTag(token >> 1, key, value, isUuid);
            }
        }
    }
}
