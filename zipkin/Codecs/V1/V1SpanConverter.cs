using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>
/// Converts a v1 span to one span per service. The core annotations determine the kinds and times, the addresses the remote endpoints:
/// <code>
/// cs, cr  client send, receive           CLIENT    sa  address of the server
/// sr, ss  server receive, send           SERVER    ca  address of the client
/// ms, ws  message send, wire send        PRODUCER  ma  address of the broker
/// wr, mr  wire receive, message receive  CONSUMER
/// lc      local component                none
/// </code>
/// The server span is shared when the v1 span has both cs and sr, and when it has no timestamp: then the client reports it elsewhere.
/// </summary>
internal sealed class V1SpanConverter(V1Span source, DecodeBudget budget)
{
    private readonly V1SpanBuilders _builders = new(source, budget);

    public IEnumerable<Span> Convert()
    {
        foreach (var annotation in source.Annotations)
        {
            Add(annotation);
        }

        new V1RpcTiming(source, _builders).Apply();
        new V1MessagingTiming(_builders).Apply();
        AddTags();
        new V1RemoteEndpoints(source, _builders).Apply();
        return _builders.All.Select(builder => builder.Build());
    }

    private void Add(V1Annotation annotation)
    {
        var builder = _builders.For(annotation.Endpoint);
        var kind = annotation.Value switch
        {
            _ when annotation.Endpoint is null => (SpanKind?)null,
            "cs" or "cr" => SpanKind.Client,
            "sr" or "ss" => SpanKind.Server,
            "ms" => SpanKind.Producer,
            "mr" => SpanKind.Consumer,
            "ws" or "wr" => builder.Kind,
            _ => null,
        };
        if (kind is null)
        {
            builder.Annotations.Add(new(annotation.Timestamp, annotation.Value));
            return;
        }

        builder.Kind = kind.Value;
        _builders.SetCore(annotation.Value, annotation);
    }

    private void AddTags()
    {
        foreach (var tag in source.BinaryAnnotations.Where(tag => !V1RemoteEndpoints.IsAddress(tag)))
        {
            var builder = _builders.For(tag.Endpoint);
            // An empty "lc" carries only the local endpoint.
            if (tag.Value is not null && tag is not { Key: "lc", Value: "" })
            {
                builder.AddTag(tag.Key, tag.Value);
            }
        }
    }
}
