using ZipkinMesh.Zipkin.Codecs.Protobuf;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// The value of an attribute: <c>1 string, 2 bool, 3 int, 4 double, 5 array, 6 map, 7 bytes</c>. It has one of these fields, or none when
/// it is empty; of several, the last one counts.
/// </summary>
internal readonly ref struct AnyValue
{
    public const ulong String = (1 << 3) | WireType.Bytes;
    public const ulong Bool = (2 << 3) | WireType.Varint;
    public const ulong Int = (3 << 3) | WireType.Varint;
    public const ulong Double = (4 << 3) | WireType.Fixed64;
    public const ulong Array = (5 << 3) | WireType.Bytes;
    public const ulong Map = (6 << 3) | WireType.Bytes;
    public const ulong Binary = (7 << 3) | WireType.Bytes;

    /// <summary>The key of an item of an array, and of an attribute of a map.</summary>
    public const ulong Item = (1 << 3) | WireType.Bytes;

    public AnyValue(ReadOnlySpan<byte> message)
    {
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case String or Array or Map or Binary:
                    Type = key;
                    Bytes = cursor.Bytes();
                    break;
                case Bool or Int: (Type, Number) = (key, (long)cursor.Varint()); break;
                case Double: (Type, Number) = (key, cursor.Fixed64()); break;
                default: cursor.Skip(key); break;
            }
        }
    }

    /// <summary>Gets the key of the field; 0 when the value is empty.</summary>
    public ulong Type { get; }

    /// <summary>Gets the value of an integer, the bits of a double, or a number that isn't 0 for true.</summary>
    public long Number { get; }

    /// <summary>Gets the UTF-8 of a string, the bytes of a binary value, or the message of an array or a map.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
