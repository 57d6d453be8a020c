using System.Buffers.Binary;
using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Writes protobuf into one buffer. The length of an embedded message is written after the message, as a varint padded to four bytes:
/// <c>83 80 80 00</c> is 3.
/// </summary>
internal sealed class ProtoWriter
{
    private const int LengthBytes = 4;

    private byte[] _buffer = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Varint(int field, ulong value)
    {
        Key(field, WireType.Varint);
        Varint(value);
    }

    public void Fixed64(int field, ulong value)
    {
        Key(field, WireType.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
    }

    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Key(field, WireType.Bytes);
        Varint((ulong)bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }

    /// <summary>Begins an embedded message; returns its position for <see cref="End"/>.</summary>
    public int Begin(int field)
    {
        Key(field, WireType.Bytes);
        Reserve(LengthBytes);
        return _length;
    }

    public void End(int position)
    {
        var length = _length - position;
        for (var i = 0; i < LengthBytes; i++, length >>= 7)
        {
            _buffer[position - LengthBytes + i] = (byte)((length & 0x7f) | (i < LengthBytes - 1 ? 0x80 : 0));
        }
    }

    private void Key(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private void Varint(ulong value) => Model.Varint.Write(Reserve(Model.Varint.Length(value)), value);

    private Span<byte> Reserve(int length)
    {
        if (_length + length > _buffer.Length)
        {
            MessageTooLargeException.ThrowIfLarger(_length + length);
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        }

        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }
}
