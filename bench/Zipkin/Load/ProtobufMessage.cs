using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>Writes a message as <c>ListOfSpans</c> of <c>zipkin.proto</c>.</summary>
internal sealed class ProtobufMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public static byte[] Write(List<LoadSpan> spans)
    {
        var list = new ProtobufMessage();
        foreach (var span in spans)
        {
            list.Bytes(1, Of(span));
        }

        return list._bytes.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> Of(LoadSpan span)
    {
        var message = new ProtobufMessage();
        message.Id(1, span.TraceId);
        if (span.ParentId != 0)
        {
            message.Id(2, span.ParentId);
        }

        message.Id(3, span.Id);
        message.Number(4, span.IsClient ? 1UL : 2UL);
        message.Text(5, span.Name);
        message.Fixed64(6, span.Timestamp);
        message.Number(7, (ulong)span.Duration);
        var endpoint = new ProtobufMessage();
        endpoint.Text(1, span.Service);
        endpoint.Bytes(2, [10, 1, 0, span.Host]);
        endpoint.Number(4, 8000);
        message.Bytes(8, endpoint._bytes.WrittenSpan);
        if (span.Annotation is not null)
        {
            var annotation = new ProtobufMessage();
            annotation.Fixed64(1, span.Timestamp + 100);
            annotation.Text(2, span.Annotation);
            message.Bytes(10, annotation._bytes.WrittenSpan);
        }

        foreach (var (key, value) in span.Tags)
        {
            var tag = new ProtobufMessage();
            tag.Text(1, key);
            tag.Text(2, value);
            message.Bytes(11, tag._bytes.WrittenSpan);
        }

        return message._bytes.WrittenSpan;
    }

    private void Id(int field, ulong id)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id);
        Bytes(field, bytes);
    }

    private void Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)(field << 3) | 2);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    private void Number(int field, ulong number)
    {
        Varint((ulong)(field << 3));
        Varint(number);
    }

    private void Fixed64(int field, long number)
    {
        Varint((ulong)(field << 3) | 1);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), number);
        _bytes.Advance(8);
    }

    private void Varint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
