using System.Buffers.Binary;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Protobuf;

/// <summary>
/// Reads the fields of one protobuf message. The key of a field is its number times 8 plus the wire type of its value:
/// <code>
/// 0a 04 6e616d65   key 0x0a = field 1, wire type 2: 4 bytes follow
/// 31 ...8 bytes    key 0x31 = field 6, wire type 1: a 64-bit little-endian number
/// 38 96 01         key 0x38 = field 7, wire type 0: a varint, groups of 7 bits, low ones first: 150
/// </code>
/// Invalid input throws <see cref="InvalidSpanException"/> and nothing else.
/// </summary>
internal ref struct ProtoCursor(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>Advances to the next field; returns false at the end. The value must be read or skipped before the next call.</summary>
    public bool NextField(out ulong key)
    {
        if (_position == _message.Length)
        {
            key = 0;
            return false;
        }

        key = Varint();
        // Field 0 doesn't exist.
        return key >= 8 ? true : throw Malformed();
    }

    /// <summary>Advances to the next field with a key, and skips others; returns false at the end.</summary>
    public bool NextField(ulong wanted)
    {
        while (NextField(out var key))
        {
            if (key == wanted)
            {
                return true;
            }

            Skip(key);
        }

        return false;
    }

    public ulong Varint()
    {
        // Nearly all numbers are lengths and keys of one byte.
        if (_position < _message.Length && _message[_position] is < 0x80 and var small)
        {
            _position++;
            return small;
        }

        return LongVarint();
    }

    public bool Boolean() => Varint() switch
    {
        0 => false,
        1 => true,
        _ => throw Malformed(),
    };

    public long Fixed64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Returns the bytes of a string, a bytes field or an embedded message.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Varint());

    /// <summary>Returns a string; invalid UTF-8 becomes U+FFFD.</summary>
    public string Text() => StringPool.Shared.GetString(Bytes());

    /// <summary>Skips the value of an unknown field.</summary>
    public void Skip(ulong key)
    {
        switch (key & 7)
        {
            case WireType.Varint: Varint(); break;
            case WireType.Fixed64: Take(8); break;
            case WireType.Bytes: Bytes(); break;
            case WireType.Fixed32: Take(4); break;
            default: throw Malformed();
        }
    }

    private static InvalidSpanException Malformed() => new("Malformed");

    private ulong LongVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        var available = _message.Length - _position;
        if (length > (ulong)available)
        {
            throw new InvalidSpanException($"Truncated: length {length} > bytes available {available}");
        }

        var taken = _message.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }
}
