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
    private readonly List<SpanDraft> _sides = [New(source, null)];
    private readonly Dictionary<string, V1Annotation> _events = [];

    public IEnumerable<Span> Run()
    {
        foreach (var annotation in source.Annotations)
        {
            Add(annotation);
        }

        AddMissingStarts();
        TimeCall();
        TimeMessage();
        AddTags();
        AddAddresses();
        return _sides.Select(side => side.Build());
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

    private V1Annotation? Event(string name) => _events.GetValueOrDefault(name);

    // What nobody claims belongs to the first.
    private SpanDraft Side(SpanEndpoint? endpoint)
    {
        if (endpoint is null)
        {
            return _sides[0];
        }

        _sides[0].Local ??= endpoint;
        return _sides.Find(side => side.Local?.ServiceName == endpoint.ServiceName) ?? AddSide(endpoint);
    }

    private SpanDraft AddSide(SpanEndpoint endpoint)
    {
        var side = New(source, endpoint);
        _sides.Add(side);
        return side;
    }

    private void Add(V1Annotation annotation)
    {
        var side = Side(annotation.Endpoint);
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
        _events[annotation.Value] = annotation;
    }

    // The start may be told by the span's own time only.
    private void AddMissingStarts()
    {
        foreach (var (start, end) in ((string, string)[])[("cs", "cr"), ("sr", "ss")])
        {
            if (Event(start) is null && Event(end) is { } ended && source.Timestamp > 0 && source.Timestamp + source.Duration == ended.Timestamp)
            {
                _events[start] = new(source.Timestamp, start, ended.Endpoint);
            }
        }
    }

    private void TimeCall()
    {
        var (cs, cr, sr, ss) = (Event("cs"), Event("cr"), Event("sr"), Event("ss"));
        if (cs is not null && sr is not null)
        {
            TimeBoth(cs, cr, sr, ss);
        }
        else if (cs is not null && cr is not null)
        {
            Time(cs, cr);
        }
        else if (sr is not null && ss is not null)
        {
            Time(sr, ss);
        }
        else
        {
            TimeIncomplete();
        }

        if (cs is null && sr is not null && (source.Timestamp == 0 || (ss is not null && source.Duration == 0)))
        {
            Side(sr.Endpoint).Shared = true;
        }
    }

    // The span's own time is the client's.
    private void TimeBoth(V1Annotation cs, V1Annotation? cr, V1Annotation sr, V1Annotation? ss)
    {
        Time(cs, cr);
        var server = Other(cs, sr, SpanKind.Client, SpanKind.Server);
        (server.Shared, server.Timestamp) = (true, sr.Timestamp);
        server.Duration = ss is null ? 0 : ss.Timestamp - sr.Timestamp;
    }

    /// <summary>The second side of a call or message; a service that talks to itself has both too.</summary>
    private SpanDraft Other(V1Annotation first, V1Annotation second, SpanKind firstKind, SpanKind secondKind)
    {
        if (first.Endpoint?.ServiceName != second.Endpoint?.ServiceName || second.Endpoint is null)
        {
            return Side(second.Endpoint);
        }

        Side(first.Endpoint).Kind = firstKind;
        var other = AddSide(second.Endpoint);
        other.Kind = secondKind;
        return other;
    }

    private void TimeIncomplete()
    {
        foreach (var side in _sides)
        {
            var (start, end) = side.Kind switch
            {
                SpanKind.Client => (Event("cs"), Event("cr")),
                SpanKind.Server => (Event("sr"), Event("ss")),
                _ => (null, null),
            };
            side.Timestamp = start?.Timestamp ?? side.Timestamp;
            if (end is not null)
            {
                side.Annotations.Add(new(end.Timestamp, end.Value));
            }
        }

        if (source.Timestamp > 0)
        {
            (_sides[0].Timestamp, _sides[0].Duration) = (source.Timestamp, source.Duration);
        }
    }

    private void TimeMessage()
    {
        var (ms, ws, wr, mr) = (Event("ms"), Event("ws"), Event("wr"), Event("mr"));
        if (ms is not null && mr is not null)
        {
            var consumer = Other(ms, mr, SpanKind.Producer, SpanKind.Consumer);
            (consumer.Shared, consumer.Timestamp) = (true, (wr ?? mr).Timestamp);
            consumer.Duration = wr is null ? 0 : mr.Timestamp - wr.Timestamp;
            var producer = Side(ms.Endpoint);
            (producer.Timestamp, producer.Duration) = (ms.Timestamp, ws is null ? 0 : ws.Timestamp - ms.Timestamp);
        }
        else if (ms is not null)
        {
            Time(ms, ws);
        }
        else if (mr is not null)
        {
            Time(wr ?? mr, wr is null ? null : mr);
        }
        else
        {
            foreach (var wire in new[] { ws, wr }.OfType<V1Annotation>())
            {
                Side(wire.Endpoint).Annotations.Add(new(wire.Timestamp, wire.Value));
            }
        }
    }

    private void Time(V1Annotation start, V1Annotation? end)
    {
        var side = Side(start.Endpoint);
        (side.Timestamp, side.Duration) = source.Timestamp != 0 && source.Duration != 0
            ? (source.Timestamp, source.Duration)
            : (start.Timestamp, end is null ? 0 : end.Timestamp - start.Timestamp);
    }

    private void AddTags()
    {
        foreach (var tag in source.Tags.Where(tag => !IsAddress(tag)))
        {
            var side = Side(tag.Endpoint);
            // An empty "lc" only tells whose span it is.
            if (tag.Value is not null && tag is not { Key: "lc", Value: "" })
            {
                side.Tags[tag.Key] = tag.Value;
            }
        }
    }

    private void AddAddresses()
    {
        var (client, server, broker) = (Address("ca"), Address("sa"), Address("ma"));
        var (called, answered) = (Event("cs") ?? Event("cr"), Event("sr") ?? Event("ss"));
        if (called is null && answered is null && (client ?? server) is not null)
        {
            AddAddressesOnly(client, server);
            return;
        }

        if (client is not null && answered is not null && client != answered.Endpoint)
        {
            // A server may write its own name to its client's address.
            Side(answered.Endpoint).Remote = client.ServiceName == answered.Endpoint?.ServiceName
                ? SpanDraft.Endpoint(null, client.Ipv4, client.Ipv6, client.Port)
                : client;
        }

        if (server is not null && called is not null && server != called.Endpoint)
        {
            Side(called.Endpoint).Remote = server;
        }

        if (broker is not null && (Event("ms") ?? Event("mr")) is not null)
        {
            SetBroker("ms", broker);
            SetBroker("mr", broker);
        }
    }

    private void AddAddressesOnly(SpanEndpoint? client, SpanEndpoint? server)
    {
        var side = Side(server is null ? null : client);
        side.Remote = server ?? client;
        side.Kind = server is null ? SpanKind.Server : side.Kind;
    }

    private void SetBroker(string name, SpanEndpoint broker)
    {
        if (Event(name) is { } sentOrReceived)
        {
            Side(sentOrReceived.Endpoint).Remote = broker;
        }
    }

    private static bool IsAddress(V1Tag tag) => tag.Key is "ca" or "sa" or "ma";

    private SpanEndpoint? Address(string key) => source.Tags.FindLast(tag => tag.Key == key && tag.Endpoint is not null)?.Endpoint;
}
