using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>
/// Makes one span per service of a span in the old format:
/// <code>
/// cs, cr  client sent, received       CLIENT    sa  address of the server
/// sr, ss  server received, sent       SERVER    ca  address of the client
/// ms, ws  message sent, on the wire   PRODUCER  ma  address of the broker
/// wr, mr  on the wire, received       CONSUMER
/// lc      local work                  none
/// </code>
/// With both cs and sr the server's is shared. It is also when nobody told the time of the whole: then the client does elsewhere.
/// </summary>
internal sealed class V1Conversion(V1Span source)
{
    private readonly V1Sides _sides = new(source);

    public IEnumerable<Span> Run()
    {
        foreach (var annotation in source.Annotations)
        {
            Add(annotation);
        }

        new V1CallTimes(source, _sides).Set();
        new V1MessageTimes(_sides).Set();
        AddTags();
        new V1Addresses(source, _sides).Set();
        return _sides.All.Select(side => side.Build());
    }

    private void Add(V1Annotation annotation)
    {
        var side = _sides.Of(annotation.Endpoint);
        var kind = annotation.Value switch
        {
            _ when annotation.Endpoint is null => (SpanKind?)null,
            "cs" or "cr" => SpanKind.Client,
            "sr" or "ss" => SpanKind.Server,
            "ms" => SpanKind.Producer,
            "mr" => SpanKind.Consumer,
            "ws" or "wr" => side.Kind,
            _ => null,
        };
        if (kind is null)
        {
            side.Annotations.Add(new(annotation.Timestamp, annotation.Value));
            return;
        }

        side.Kind = kind.Value;
        _sides.SetEvent(annotation.Value, annotation);
    }

    private void AddTags()
    {
        foreach (var tag in source.Tags.Where(tag => !V1Addresses.IsAddress(tag)))
        {
            var side = _sides.Of(tag.Endpoint);
            // An empty "lc" only tells whose span it is.
            if (tag.Value is not null && tag is not { Key: "lc", Value: "" })
            {
                side.AddTag(tag.Key, tag.Value);
            }
        }
    }
}
