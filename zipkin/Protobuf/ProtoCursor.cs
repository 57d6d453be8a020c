using System.Buffers.Binary;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Protobuf;

/// <summary>
/// Walks the fields of one protobuf message. A key is the field's number times 8 plus the shape of its value:
/// <code>
/// 0a 04 6e616d65   key 0x0a = field 1, shape 2: 4 bytes follow
/// 31 ...8 bytes    key 0x31 = field 6, shape 1: a 64-bit number, low byte first
/// 38 96 01         key 0x38 = field 7, shape 0: a number in groups of 7 bits, low ones first: 150
/// </code>
/// Nothing but a refusal is thrown, whatever the bytes.
/// </summary>
internal ref struct ProtoCursor(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Steps to the next field; false at the end. Its value has to be read, or skipped, before the next step.</summary>
    public bool NextField(out ulong key)
    {
        if (_rest.IsEmpty)
        {
            key = 0;
            return false;
        }

        key = Varint();
        // There is no field 0: whoever writes one writes something else.
        return key >= 8 ? true : throw Malformed();
    }

    public ulong Varint()
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

    public bool Flag() => Varint() switch
    {
        0 => false,
        1 => true,
        _ => throw Malformed(),
    };

    public long Fixed64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Text, bytes, or a message within the message.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Varint());

    /// <summary>Invalid UTF-8 is U+FFFD.</summary>
    public string Text() => TextPool.Shared.Read(Bytes());

    /// <summary>Passes over the value of a field that nobody here knows.</summary>
    public void Skip(ulong key)
    {
        switch (key & 7)
        {
            case 0: Varint(); break;
            case 1: Take(8); break;
            case 2: Bytes(); break;
            case 5: Take(4); break;
            default: throw Malformed();
        }
    }

    private static RefusedException Malformed() => new("Malformed");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw new RefusedException($"Truncated: length {length} > bytes available {_rest.Length}");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
