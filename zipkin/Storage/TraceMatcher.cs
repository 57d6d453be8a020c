namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Looks for a search's criteria in packed spans, without unpacking them. Made while the storage's lock is held, and used after. Not for
/// several threads.
/// </summary>
internal sealed class TraceMatcher
{
    private readonly TraceQuery _query;
    private readonly Vocabulary _vocabulary;
    private readonly TextTerm? _service;
    private readonly TextTerm? _spanName;
    private readonly TextTerm? _remoteService;
    private readonly AnnotationTerm[] _terms;
    private readonly bool[] _isMet;
    private readonly uint[] _hashes;

    // Of the trace that is looked at.
    private bool _hasService;
    private bool _hasSpanName;
    private bool _hasRemoteService;
    private bool _hasDuration;

    public TraceMatcher(TraceQuery query, Vocabulary vocabulary)
    {
        (_query, _vocabulary) = (query, vocabulary);
        _service = Term(query.Service, vocabulary.Services);
        _spanName = Term(query.SpanName, vocabulary.SpanNames);
        _remoteService = Term(query.RemoteService, vocabulary.Services);
        _terms = [.. query.Annotations.Terms.Select(term => new AnnotationTerm(term.Key, term.Value, vocabulary))];
        _isMet = new bool[_terms.Length];
        string?[] texts = [query.Service, query.SpanName, query.RemoteService];
        _hashes = [.. texts.OfType<string>().Select(TraceSignature.Hash), .. _terms.Select(term => term.Hash)];
    }

    /// <summary>What the signature of a trace has to hold.</summary>
    public ReadOnlySpan<uint> Hashes => _hashes;

    /// <summary>The traces that match, of those that share the low half of their ids: one, none, or several when ids are strict.</summary>
    public IEnumerable<TraceMatch> Matches(PackedTrace trace)
    {
        if (!_query.IsStrict)
        {
            return LatestMs(trace, null) is { } latest ? [new(trace, null, latest)] : [];
        }

        return trace.Highs().Select(high => (High: high, LatestMs: LatestMs(trace, high))).Where(one => one.LatestMs is not null)
            .Select(one => new TraceMatch(trace, one.High, one.LatestMs!.Value));
    }

    private static TextTerm? Term(string? text, TextTable table) => text is null ? null : new(text, table.Find(text));

    // Null: it does not match.
    private long? LatestMs(PackedTrace trace, ulong? high)
    {
        var (latest, start, rootStart) = (-1L, long.MaxValue, 0L);
        _isMet.AsSpan().Clear();
        (_hasService, _hasSpanName, _hasRemoteService, _hasDuration) = (_service is null, _spanName is null, _remoteService is null, _query.MinDuration == 0);
        for (var rest = trace.Bytes; !rest.IsEmpty;)
        {
            var span = new PackedSpan(rest);
            rest = rest[span.Length..];
            if (high is not null && high != span.TraceIdHigh)
            {
                continue;
            }

            if (span.Timestamp > 0)
            {
                latest = _query.Window.HoldsMillisecond(span.Timestamp) ? Math.Max(latest, span.Timestamp / 1000) : latest;
                start = Math.Min(start, span.Timestamp);
                rootStart = rootStart == 0 && span.ParentId == 0 ? span.Timestamp : rootStart;
            }

            LookAt(ref span);
        }

        // The root's time, if there is one that has it: a trace whose root is before the window is not found by a late child.
        return latest >= 0 && _query.Window.HoldsMicroseconds(rootStart > 0 ? rootStart : start) && IsAllMet ? latest : null;
    }

    private bool IsAllMet => _hasService && _hasSpanName && _hasRemoteService && _hasDuration && !_isMet.Contains(false);

    private void LookAt(ref PackedSpan span)
    {
        var name = span.NextText(out var nameText);
        var isOfService = _service is null;
        if ((span.Flags & PackedSpan.HasLocal) != 0)
        {
            var service = span.NextText(out var text);
            isOfService |= _service?.Is(service, text) == true;
            SkipAddress(ref span);
        }

        if (!isOfService)
        {
            return;
        }

        _hasService = true;
        _hasSpanName |= _spanName?.Is(name, nameText) == true;
        _hasDuration |= span.Duration >= _query.MinDuration && span.Duration <= _query.MaxDuration;
        if ((span.Flags & PackedSpan.HasRemote) != 0)
        {
            var service = span.NextText(out var text);
            _hasRemoteService |= _remoteService?.Is(service, text) == true;
            SkipAddress(ref span);
        }

        if (_terms.Length > 0)
        {
            LookAtAnnotations(ref span);
            LookAtTags(ref span);
        }
    }

    private static void SkipAddress(ref PackedSpan span)
    {
        span.NextText(out _);
        span.NextText(out _);
        span.Varint();
    }

    private void LookAtAnnotations(ref PackedSpan span)
    {
        for (var count = span.Varint(); count > 0; count--)
        {
            span.Fixed64();
            var number = span.NextText(out var text);
            for (var i = 0; i < _terms.Length; i++)
            {
                _isMet[i] |= _terms[i].IsMetByAnnotation(number, text);
            }
        }
    }

    private void LookAtTags(ref PackedSpan span)
    {
        for (var count = span.Varint(); count > 0; count--)
        {
            var token = span.Varint();
            if ((token & 1) == 0)
            {
                for (var i = 0; i < _terms.Length; i++)
                {
                    _isMet[i] |= _terms[i].IsMetByTag(token >> 1, _vocabulary.Tags);
                }

                continue;
            }

            ReadOnlySpan<byte> key = default;
            if (token == 1)
            {
                span.NextText(out key);
            }

            span.NextText(out var value);
            for (var i = 0; i < _terms.Length; i++)
            {
                _isMet[i] |= _terms[i].IsMetByTag(token >> 1, key, value);
            }
        }
    }
}
