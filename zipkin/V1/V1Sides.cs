using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>The spans that are made of one in the old format, one per service, and who said when what happened.</summary>
internal sealed class V1Sides(V1Span source)
{
    private readonly List<SpanDraft> _sides = [New(source, null)];
    private readonly Dictionary<string, V1Annotation> _events = [];

    public IReadOnlyList<SpanDraft> All => _sides;

    /// <summary>Whose is what nobody claims.</summary>
    public SpanDraft First => _sides[0];

    /// <summary><c>cs</c>, <c>sr</c> and the like, if it was told where it happened.</summary>
    public V1Annotation? Event(string name) => _events.GetValueOrDefault(name);

    public void SetEvent(string name, V1Annotation annotation) => _events[name] = annotation;

    /// <summary>The one of the endpoint's service.</summary>
    public SpanDraft Of(SpanEndpoint? endpoint)
    {
        if (endpoint is null)
        {
            return _sides[0];
        }

        _sides[0].Local ??= endpoint;
        return _sides.Find(side => side.Local?.ServiceName == endpoint.ServiceName) ?? AddSide(endpoint);
    }

    /// <summary>The second side of a call or message; a service that talks to itself has both too.</summary>
    public SpanDraft Other(V1Annotation first, V1Annotation second, SpanKind firstKind, SpanKind secondKind)
    {
        if (first.Endpoint?.ServiceName != second.Endpoint?.ServiceName || second.Endpoint is null)
        {
            return Of(second.Endpoint);
        }

        Of(first.Endpoint).Kind = firstKind;
        var other = AddSide(second.Endpoint);
        other.Kind = secondKind;
        return other;
    }

    /// <summary>By the span's own time if it has one, else from one event to the other.</summary>
    public void Time(V1Annotation start, V1Annotation? end)
    {
        var side = Of(start.Endpoint);
        (side.Timestamp, side.Duration) = source.Timestamp != 0 && source.Duration != 0
            ? (source.Timestamp, source.Duration)
            : (start.Timestamp, end is null ? 0 : end.Timestamp - start.Timestamp);
    }

    private SpanDraft AddSide(SpanEndpoint endpoint)
    {
        var side = New(source, endpoint);
        _sides.Add(side);
        return side;
    }

    private static SpanDraft New(V1Span source, SpanEndpoint? local) => new()
    {
        TraceId = source.TraceId,
        ParentId = source.ParentId,
        Id = source.Id,
        Name = source.Name,
        Debug = source.Debug,
        Local = local,
    };
}
