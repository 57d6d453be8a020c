using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>The builders of the spans that a v1 span is converted to, one per service, and the core annotations of the v1 span.</summary>
internal sealed class V1SpanBuilders(V1Span source, DecodeBudget budget)
{
    private readonly List<SpanBuilder> _builders = [New(source, budget, null)];
    private readonly Dictionary<string, V1Annotation> _coreAnnotations = [];

    // The first builder of each service; the empty string stands for an endpoint without a name.
    private readonly Dictionary<string, SpanBuilder> _byService = new(StringComparer.Ordinal);

    public IReadOnlyList<SpanBuilder> All => _builders;

    /// <summary>Gets the builder of the first service, which also receives everything without an endpoint.</summary>
    public SpanBuilder First => _builders[0];

    /// <summary>Returns a core annotation, such as <c>cs</c> or <c>sr</c>, or null when it is absent or had no endpoint.</summary>
    public V1Annotation? Core(string value) => _coreAnnotations.GetValueOrDefault(value);

    public void SetCore(string value, V1Annotation annotation) => _coreAnnotations[value] = annotation;

    /// <summary>Returns the builder of the endpoint's service, which is added when it is new.</summary>
    public SpanBuilder For(SpanEndpoint? endpoint)
    {
        if (endpoint is null)
        {
            return _builders[0];
        }

        if (_builders[0].Local is null)
        {
            _builders[0].Local = endpoint;
            _byService.TryAdd(endpoint.ServiceName ?? "", _builders[0]);
        }

        return _byService.TryGetValue(endpoint.ServiceName ?? "", out var builder) ? builder : Add(endpoint);
    }

    /// <summary>
    /// Returns the builder of the second side of a call or message. A service that calls itself gets a builder for each side.
    /// </summary>
    public SpanBuilder ForSecond(V1Annotation first, V1Annotation second, SpanKind firstKind, SpanKind secondKind)
    {
        if (first.Endpoint?.ServiceName != second.Endpoint?.ServiceName || second.Endpoint is null)
        {
            return For(second.Endpoint);
        }

        For(first.Endpoint).Kind = firstKind;
        var builder = Add(second.Endpoint);
        builder.Kind = secondKind;
        return builder;
    }

    /// <summary>Sets timestamp and duration: those of the v1 span if it has both, otherwise from one annotation to the other.</summary>
    public void SetTiming(V1Annotation start, V1Annotation? end)
    {
        var builder = For(start.Endpoint);
        (builder.Timestamp, builder.Duration) = source.Timestamp != 0 && source.Duration != 0
            ? (source.Timestamp, source.Duration)
            : (start.Timestamp, end is null ? 0 : end.Timestamp - start.Timestamp);
    }

    private SpanBuilder Add(SpanEndpoint endpoint)
    {
        var builder = New(source, budget, endpoint);
        _builders.Add(builder);
        _byService.TryAdd(endpoint.ServiceName ?? "", builder);
        return builder;
    }

    private static SpanBuilder New(V1Span source, DecodeBudget budget, SpanEndpoint? local) => new(budget)
    {
        TraceId = source.TraceId,
        ParentId = source.ParentId,
        Id = source.Id,
        Name = source.Name,
        Debug = source.Debug,
        Local = local,
    };
}
