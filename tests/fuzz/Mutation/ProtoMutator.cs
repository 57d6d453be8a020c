namespace ZipkinMesh.Fuzz.Mutation;

/// <summary>Changes protobuf messages field by field, at any depth. The lengths of the messages around a changed field stay right.</summary>
internal sealed class ProtoMutator(Random random, IReadOnlyList<byte[]> tokens, int maxLength)
{
    private static readonly ulong[] Numbers = [0, 1, 2, 4, 5, 127, 128, 65535, 65536, int.MaxValue, uint.MaxValue, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>Changes a message in one to four steps.</summary>
    /// <param name="seed">The message to begin with.</param>
    /// <param name="other">Another message, to take fields of.</param>
    public byte[] Mutate(byte[] seed, byte[] other)
    {
        var message = seed;
        for (var steps = 1 + random.Next(4); steps > 0; steps--)
        {
            message = Change(message, other, depth: 0);
        }

        return message.Length <= maxLength ? message : message[..maxLength];
    }

    private byte[] Change(byte[] message, byte[] other, int depth)
    {
        if (ProtoField.Split(message) is not { Count: > 0 } fields)
        {
            return depth == 0 ? message : ChangeBytes(message);
        }

        var at = random.Next(fields.Count);
        var field = fields[at];
        switch (random.Next(depth < 3 ? 12 : 6))
        {
            case 0: fields.RemoveAt(at); break;
            case 1: fields.InsertRange(at, Enumerable.Repeat(field, 1 << random.Next(random.Next(4) == 0 ? 8 : 3))); break;
            case 2: fields[at] = field with { Key = (field.Key & 7) | ((ulong)random.Next(1, 16) << 3) }; break;
            case 3: (fields[at], fields[0]) = (fields[0], field); break;
            case 4: fields[at] = field.Number is null ? field with { Bytes = ChangeBytes(field.Bytes) } : field with { Number = Numbers[random.Next(Numbers.Length)] }; break;
            case 5 when ProtoField.Split(other) is { Count: > 0 } more: fields.Insert(at, more[random.Next(more.Count)]); break;
            default: fields[at] = field.Number is null ? field with { Bytes = Change(field.Bytes, other, depth + 1) } : field; break;
        }

        return ProtoField.Join(fields);
    }

    private byte[] ChangeBytes(byte[] bytes) => random.Next(4) switch
    {
        0 => tokens[random.Next(tokens.Count)],
        1 => bytes[..random.Next(bytes.Length + 1)],
        2 => [.. bytes, (byte)random.Next(256)],
        _ => new byte[random.Next(20)],
    };
}
