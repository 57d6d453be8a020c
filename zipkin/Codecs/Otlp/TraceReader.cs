using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Reads <c>ExportTraceServiceRequest</c> of <c>opentelemetry/proto/collector/trace/v1/trace_service.proto</c> as Zipkin spans. A message
/// that isn't protobuf is rejected as a whole; unknown fields are skipped.
/// <code>
/// request         1 resource_spans
/// resource_spans  1 resource, 2 scope_spans
/// scope_spans     1 scope, 2 spans
/// </code>
/// </summary>
internal sealed class TraceReader
{
    private const ulong First = (1 << 3) | WireType.Bytes;
    private const ulong Second = (2 << 3) | WireType.Bytes;

    private readonly List<Span> _spans = [];
    private readonly ResourceReader _resource;
    private readonly ScopeReader _scope;
    private readonly SpanReader _span;
    private int _rejected;
    private string? _problem;

    private TraceReader()
    {
        var budget = new DecodeBudget();
        var values = new ValueText(budget);
        _resource = new ResourceReader(values, budget);
        _scope = new ScopeReader(values, budget);
        _span = new SpanReader(_resource, _scope, values, budget);
    }

    /// <exception cref="InvalidSpanException">The message can't be read, or all of its spans are invalid.</exception>
    /// <exception cref="MessageTooLargeException"/>
    public static OtlpSpans Read(ReadOnlySpan<byte> request)
    {
        var reader = new TraceReader();
        reader.ReadRequest(request);
        return reader is { _spans.Count: 0, _problem: { } problem }
            ? throw new InvalidSpanException(problem)
            : new(reader._spans, reader._rejected, reader._problem);
    }

    private void ReadRequest(ReadOnlySpan<byte> message)
    {
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(First))
        {
            ReadResourceSpans(cursor.Bytes());
        }
    }

    private void ReadResourceSpans(ReadOnlySpan<byte> message)
    {
        _resource.Read(Find(message, First));
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(Second))
        {
            ReadScopeSpans(cursor.Bytes());
        }
    }

    private void ReadScopeSpans(ReadOnlySpan<byte> message)
    {
        _scope.Read(Find(message, First));
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(Second))
        {
            ReadSpan(cursor.Bytes());
        }
    }

    private void ReadSpan(ReadOnlySpan<byte> message)
    {
        if (_span.Read(message, out var problem) is { } span)
        {
            _spans.Add(span);
            return;
        }

        _rejected++;
        _problem ??= problem;
    }

    // The resource and the scope may be written after the spans they belong to.
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message, ulong field)
    {
        var cursor = new ProtoCursor(message);
        ReadOnlySpan<byte> found = default;
        while (cursor.NextField(field))
        {
            found = cursor.Bytes();
        }

        return found;
    }
}
