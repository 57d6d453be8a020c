using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Support;

/// <summary>Writes protobuf messages field by field, as a tracer does. Null texts and zero numbers are omitted.</summary>
internal sealed class ProtoMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public ProtoMessage Bytes(int field, byte[] value)
    {
        Write(field, 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public ProtoMessage Text(int field, string? value) => value is null ? this : Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Number(int field, long value)
    {
        if (value != 0)
        {
            Write(field, 0);
            Varint((ulong)value);
        }

        return this;
    }

    public ProtoMessage Fixed64(int field, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(field, 1);
        _bytes.Write(bytes);
        return this;
    }

    public static byte[] List(IEnumerable<Span> spans) =>
        spans.Aggregate(new ProtoMessage(), (list, span) => list.Bytes(1, Of(span))).ToArray();

    private static byte[] Of(Span span)
    {
        var message = new ProtoMessage().Bytes(1, Convert.FromHexString($"{span.TraceId}")).Bytes(3, Convert.FromHexString($"{span.Id:x16}"));
        _ = span.ParentId == 0 ? message : message.Bytes(2, Convert.FromHexString($"{span.ParentId:x16}"));
        message.Number(4, (long)span.Kind).Text(5, span.Name).Fixed64(6, span.Timestamp).Number(7, span.Duration);
        _ = span.Local is null ? message : message.Bytes(8, Of(span.Local));
        foreach (var (timestamp, value) in span.Annotations)
        {
            message.Bytes(10, new ProtoMessage().Fixed64(1, timestamp).Text(2, value).ToArray());
        }

        foreach (var (key, value) in span.Tags)
        {
            message.Bytes(11, new ProtoMessage().Text(1, key).Text(2, value).ToArray());
        }

        return message.Number(12, span.Debug ? 1 : 0).Number(13, span.Shared ? 1 : 0).ToArray();
    }

    private static byte[] Of(SpanEndpoint endpoint)
    {
        var message = new ProtoMessage().Text(1, endpoint.ServiceName).Number(4, endpoint.Port);
        return (endpoint.Ipv4 is null ? message : message.Bytes(2, System.Net.IPAddress.Parse(endpoint.Ipv4).GetAddressBytes())).ToArray();
    }

    private void Write(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private void Varint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
