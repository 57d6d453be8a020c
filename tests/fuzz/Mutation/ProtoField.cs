using System.Buffers.Binary;

namespace ZipkinMesh.Fuzz.Mutation;

/// <summary>Represents a field of a protobuf message.</summary>
/// <param name="Key">The number of the field times 8, plus its wire type.</param>
/// <param name="Number">The value of a number; null for bytes.</param>
/// <param name="Bytes">The value of a field of bytes; empty for a number.</param>
internal sealed record ProtoField(ulong Key, ulong? Number, byte[] Bytes)
{
    /// <summary>Splits a message into its fields; returns null when it isn't a message.</summary>
    public static List<ProtoField>? Split(ReadOnlySpan<byte> message)
    {
        var fields = new List<ProtoField>();
        while (!message.IsEmpty)
        {
            if (Varint(ref message) is not { } key)
            {
                return null;
            }

            var length = (key & 7) switch { 1 => 8UL, 5 => 4UL, 2 => Varint(ref message), _ => null };
            if ((key & 7) == 0 && Varint(ref message) is { } number)
            {
                fields.Add(new(key, number, []));
            }
            else if (length is { } count && count <= (ulong)message.Length)
            {
                var bytes = message[..(int)count];
                fields.Add((key & 7) == 1 ? new(key, BinaryPrimitives.ReadUInt64LittleEndian(bytes), []) : new(key, null, bytes.ToArray()));
                message = message[(int)count..];
            }
            else
            {
                return null;
            }
        }

        return fields;
    }

    /// <summary>Writes the fields as a message.</summary>
    public static byte[] Join(IEnumerable<ProtoField> fields)
    {
        var message = new List<byte>();
        foreach (var field in fields)
        {
            Write(message, field.Key);
            switch (field.Key & 7)
            {
                case 0: Write(message, field.Number ?? 0); break;
                case 1: message.AddRange(BitConverter.GetBytes(field.Number ?? 0)); break;
                case 2: Write(message, (ulong)field.Bytes.Length); goto default;
                default: message.AddRange(field.Bytes); break;
            }
        }

        return [.. message];
    }

    private static void Write(List<byte> message, ulong number)
    {
        for (; number > 0x7f; number >>= 7)
        {
            message.Add((byte)(number | 0x80));
        }

        message.Add((byte)number);
    }

    private static ulong? Varint(ref ReadOnlySpan<byte> message)
    {
        var number = 0UL;
        for (var i = 0; i < message.Length && i < 10; i++)
        {
            number |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return number;
            }
        }

        return null;
    }
}
