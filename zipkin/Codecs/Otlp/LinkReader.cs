using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Reads a link of a span to another one as a tag, in the form of OpenTelemetry's collector, which reads it back:
/// <code>
/// otlp.link.0: traceId|spanId|traceState|attributes as JSON|dropped attributes
///              463ac35c9f6413ad48485a3953bb6124|72485a3953bb6124||{"messaging.operation":"receive"}|0
/// </code>
/// Its fields are <c>1 trace_id, 2 span_id, 3 trace_state, 4 attributes, 5 dropped_attributes_count</c>.
/// </summary>
internal sealed class LinkReader(ValueText values, DecodeBudget budget)
{
    private const ulong Attributes = (4 << 3) | WireType.Bytes;

    public void Read(ReadOnlySpan<byte> message, int index, SpanBuilder span)
    {
        ReadOnlySpan<byte> trace = default, id = default;
        var (state, dropped) = ("", 0UL);
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Bytes: trace = cursor.Bytes(); break;
                case (2 << 3) | WireType.Bytes: id = cursor.Bytes(); break;
                case (3 << 3) | WireType.Bytes: state = cursor.Text(); break;
                case (5 << 3) | WireType.Varint: dropped = cursor.Varint(); break;
                default: cursor.Skip(key); break;
            }
        }

        // A link to nowhere.
        if (trace.Length != OtlpId.TraceBytes || id.Length != OtlpId.SpanBytes)
        {
            return;
        }

        var ids = $"{Convert.ToHexStringLower(trace)}|{Convert.ToHexStringLower(id)}";
        var text = $"{ids}|{state}|{values.FormatAttributes(message, Attributes)}|{dropped}";
        // Twice as long as the message.
        budget.Add(sizeof(char) * text.Length);
        span.AddTag($"otlp.link.{index}", text);
    }
}
