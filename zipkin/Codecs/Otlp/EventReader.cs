using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Reads an event of a span as an annotation: its name, or <c>"name":{"k":"v"}</c> when it has attributes. Its fields are
/// <c>1 time_unix_nano fixed64, 2 name, 3 attributes, 4 dropped_attributes_count</c>.
/// </summary>
internal sealed class EventReader(ValueText values)
{
    private const ulong Attributes = (3 << 3) | WireType.Bytes;

    public void Read(ReadOnlySpan<byte> message, SpanBuilder span)
    {
        var (time, name, dropped, hasAttributes) = (0UL, "", 0UL, false);
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Fixed64: time = (ulong)cursor.Fixed64(); break;
                case (2 << 3) | WireType.Bytes: name = cursor.Text(); break;
                case Attributes:
                    hasAttributes = true;
                    cursor.Skip(key);
                    break;
                case (4 << 3) | WireType.Varint: dropped = cursor.Varint(); break;
                default: cursor.Skip(key); break;
            }
        }

        span.AddAnnotation(
            (long)(time / SpanReader.NanosecondsPerMicrosecond),
            hasAttributes || dropped > 0 ? values.FormatEvent(name, message, Attributes, dropped) : name);
    }
}
