using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Reads a span. Its tags are, each replacing those before: the attributes of the resource, those of the scope, its own, and what Zipkin has
/// no fields for: the name of the scope, the links, the counts of what the SDK dropped, and the status.
/// <code>
/// span    1 trace_id bytes, 2 span_id bytes, 4 parent_span_id bytes, 5 name, 6 kind, 7 start_time_unix_nano fixed64,
///         8 end_time_unix_nano fixed64, 9 attributes, 10 dropped_attributes_count, 11 events, 12 dropped_events_count, 13 links,
///         14 dropped_links_count, 15 status
/// status  2 message, 3 code
/// </code>
/// </summary>
internal sealed class SpanReader(ResourceReader resource, ScopeReader scope, ValueText values, DecodeBudget budget)
{
    /// <summary>The tag or the member of an event with the number of attributes that the SDK dropped.</summary>
    public const string DroppedAttributes = "otel.dropped_attributes_count";

    public const int NanosecondsPerMicrosecond = 1000;

    private const string Error = "error";

    private readonly SpanBuilder _builder = new(budget);
    private readonly EventReader _events = new(values);
    private readonly LinkReader _links = new(values, budget);

    // Of the span that is being read.
    private EndpointAttributes _endpoints;
    private ulong _start;
    private ulong _end;
    private bool _hasInvalidParent;

    /// <summary>Reads a span; returns null and the problem when an id is invalid.</summary>
    /// <exception cref="InvalidSpanException">The span isn't protobuf.</exception>
    /// <exception cref="MessageTooLargeException"/>
    public Span? Read(ReadOnlySpan<byte> message, out string? problem)
    {
        _builder.Clear();
        (_endpoints, _start, _end, _hasInvalidParent) = (new EndpointAttributes(), 0, 0, false);
        resource.Tags.AddTo(_builder);
        scope.Attributes.AddTo(_builder);
        ReadFields(message);
        problem = FindProblem();
        if (problem is not null)
        {
            // Reading it took as long.
            budget.Add(DecodeBudget.SpanBytes);
            return null;
        }

        SetTimes();
        _builder.Local = _endpoints.Local(resource.Endpoint);
        _builder.Remote = _endpoints.Remote(_builder.Kind);
        return _builder.Build();
    }

    private void ReadFields(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> status = default;
        var (links, droppedAttributes, droppedEvents, droppedLinks) = (0, 0UL, 0UL, 0UL);
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Bytes: _builder.TraceId = OtlpId.Trace(cursor.Bytes()); break;
                case (2 << 3) | WireType.Bytes: _builder.Id = OtlpId.Span(cursor.Bytes()); break;
                case (4 << 3) | WireType.Bytes: ReadParent(cursor.Bytes()); break;
                case (5 << 3) | WireType.Bytes: _builder.Name = cursor.Text(); break;
                case (6 << 3) | WireType.Varint: _builder.Kind = Kind(cursor.Varint()); break;
                case (7 << 3) | WireType.Fixed64: _start = (ulong)cursor.Fixed64(); break;
                case (8 << 3) | WireType.Fixed64: _end = (ulong)cursor.Fixed64(); break;
                case (9 << 3) | WireType.Bytes: AddAttribute(new Attribute(cursor.Bytes())); break;
                case (10 << 3) | WireType.Varint: droppedAttributes = cursor.Varint(); break;
                case (11 << 3) | WireType.Bytes: _events.Read(cursor.Bytes(), _builder); break;
                case (12 << 3) | WireType.Varint: droppedEvents = cursor.Varint(); break;
                case (13 << 3) | WireType.Bytes: _links.Read(cursor.Bytes(), links++, _builder); break;
                case (14 << 3) | WireType.Varint: droppedLinks = cursor.Varint(); break;
                case (15 << 3) | WireType.Bytes: status = cursor.Bytes(); break;
                default: cursor.Skip(key); break;
            }
        }

        scope.Names.AddTo(_builder);
        AddCount(DroppedAttributes, droppedAttributes);
        AddCount("otel.dropped_events_count", droppedEvents);
        AddCount("otel.dropped_links_count", droppedLinks);
        AddStatus(status);
    }

    // A root span has no parent id, an empty one, or zeros.
    private void ReadParent(ReadOnlySpan<byte> id)
    {
        _builder.ParentId = OtlpId.Span(id);
        _hasInvalidParent = id.Length is not (0 or OtlpId.SpanBytes);
    }

    private void AddAttribute(Attribute attribute)
    {
        var value = values.Format(attribute.Value);
        // For Zipkin, any value of this tag means that the operation failed.
        if (attribute.Key == Error && value == "false")
        {
            return;
        }

        _builder.AddTag(attribute.Key, value);
        _endpoints.Add(attribute.Key, value);
    }

    private void AddCount(string key, ulong count)
    {
        if (count > 0)
        {
            _builder.AddTag(key, ValueText.Format(count));
        }
    }

    private void AddStatus(ReadOnlySpan<byte> message)
    {
        var (code, description) = (0UL, "");
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (2 << 3) | WireType.Bytes: description = cursor.Text(); break;
                case (3 << 3) | WireType.Varint: code = cursor.Varint(); break;
                default: cursor.Skip(key); break;
            }
        }

        if (code is 1 or 2)
        {
            _builder.AddTag("otel.status_code", code == 1 ? "OK" : "ERROR");
        }

        if (code == 2)
        {
            _builder.AddTag(Error, description);
        }
    }

    private string? FindProblem() =>
        _builder.TraceId == default ? "traceId must be 16 bytes (32 hex digits in JSON), not all zeros"
        : _builder.Id == 0 ? "spanId must be 8 bytes (16 hex digits in JSON), not all zeros"
        : _hasInvalidParent ? "parentSpanId must be empty or 8 bytes (16 hex digits in JSON)"
        : null;

    // Each time is cut to microseconds. Zipkin treats a duration of 0 as absent.
    private void SetTimes()
    {
        if (_start == 0)
        {
            return;
        }

        _builder.Timestamp = (long)(_start / NanosecondsPerMicrosecond);
        _builder.Duration = Math.Max(1, (long)(_end / NanosecondsPerMicrosecond) - _builder.Timestamp);
    }

    // Internal and unknown kinds count as none.
    private static SpanKind Kind(ulong number) => number switch
    {
        2 => SpanKind.Server,
        3 => SpanKind.Client,
        4 => SpanKind.Producer,
        5 => SpanKind.Consumer,
        _ => SpanKind.None,
    };
}
