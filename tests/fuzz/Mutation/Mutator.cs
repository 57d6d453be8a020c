namespace ZipkinMesh.Fuzz.Mutation;

/// <summary>Makes an input out of others. The same random numbers give the same input.</summary>
/// <param name="random">The random numbers.</param>
/// <param name="tokens">The words of the grammar.</param>
/// <param name="maxLength">The length that inputs are cut to.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> tokens, int maxLength)
{
    private const int MaxSteps = 6;

    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "0", "-0", "1", "-1", "+1", "00", "127", "128", "255", "256", "32767", "65535", "65536", "2147483647", "2147483648", "-2147483649", "4294967295", "4294967296",
            "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "1e9", "0x10", "1.0", "99999999999999999999999999",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    /// <summary>Changes an input in one to six steps.</summary>
    /// <param name="seed">The input to begin with.</param>
    /// <param name="other">Another input, to take parts of.</param>
    public byte[] Mutate(byte[] seed, byte[] other)
    {
        var input = new List<byte>(seed);
        // Mostly one step or two: a text with many changes is rarely valid.
        for (var steps = 1 + random.Next(1 + random.Next(MaxSteps)); steps > 0; steps--)
        {
            Step(input, other);
            if (input.Count > maxLength)
            {
                input.RemoveRange(maxLength, input.Count - maxLength);
            }
        }

        return [.. input];
    }

    private void Step(List<byte> input, byte[] other)
    {
        switch (random.Next(14))
        {
            case 0: ChangeByte(input); break;
            case 1: Insert(input, [(byte)random.Next(256)]); break;
            case 2 or 3: Insert(input, Pick(tokens)); break;
            case 4: Replace(input, Unit(input), Pick(tokens)); break;
            case 5: Replace(input, Unit(input), []); break;
            case 6: Repeat(input, Unit(input)); break;
            case 7: Replace(input, Digits(input), Pick(Numbers)); break;
            case 8: Truncate(input); break;
            case 9: Splice(input, other); break;
            case 10: Exchange(input); break;
            case 11: Replace(input, Unit(input), Part(other)); break;
            case 12: Insert(input, Part(other)); break;
            default: Nest(input, Unit(input)); break;
        }
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private void ChangeByte(List<byte> input)
    {
        if (input.Count > 0)
        {
            var at = random.Next(input.Count);
            input[at] = random.Next(3) switch
            {
                0 => (byte)(input[at] ^ (1 << random.Next(8))),
                1 => (byte)random.Next(256),
                _ => (byte)(input[at] ^ 0x20),
            };
        }
    }

    private void Insert(List<byte> input, byte[] bytes) => input.InsertRange(random.Next(input.Count + 1), bytes);

    private static void Replace(List<byte> input, Range range, byte[] bytes)
    {
        var (start, length) = range.GetOffsetAndLength(input.Count);
        input.RemoveRange(start, length);
        input.InsertRange(start, bytes);
    }

    private void Repeat(List<byte> input, Range range)
    {
        var bytes = input[range];
        var count = 1 << random.Next(random.Next(4) == 0 ? 10 : 3);
        for (var at = range.End.Value; count > 0 && input.Count <= maxLength; count--)
        {
            input.InsertRange(at, bytes);
        }
    }

    private void Truncate(List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        input.RemoveRange(at, input.Count - at);
    }

    private void Splice(List<byte> input, byte[] other)
    {
        Truncate(input);
        input.AddRange(other.AsSpan(random.Next(other.Length + 1)));
    }

    private void Exchange(List<byte> input)
    {
        var (a, b) = (Unit(input), Unit(input));
        if (a.Start.Value > b.Start.Value)
        {
            (a, b) = (b, a);
        }

        if (a.End.Value <= b.Start.Value)
        {
            var (first, second) = ((byte[])[.. input[a]], (byte[])[.. input[b]]);
            Replace(input, b, first);
            Replace(input, a, second);
        }
    }

    // Puts a unit between brackets, up to 1,024 times.
    private void Nest(List<byte> input, Range range)
    {
        var depth = 1 << random.Next(random.Next(4) == 0 ? 11 : 3);
        var (open, close) = random.Next(3) switch { 0 => ("["u8.ToArray(), "]"u8.ToArray()), 1 => ("{\"a\":"u8.ToArray(), "}"u8.ToArray()), _ => ("\""u8.ToArray(), "\""u8.ToArray()) };
        byte[] bytes = [.. Enumerable.Repeat(open, depth).SelectMany(b => b), .. input[range], .. Enumerable.Repeat(close, depth).SelectMany(b => b)];
        Replace(input, range, bytes);
    }

    private byte[] Part(byte[] other) => other[Unit([.. other])];

    /// <summary>Returns a part that the grammar probably treats as one: a word, a string, a group in brackets, or what lies between separators.</summary>
    private Range Unit(List<byte> input)
    {
        if (input.Count == 0)
        {
            return 0..0;
        }

        var at = random.Next(input.Count);
        return random.Next(4) switch
        {
            0 => at..Math.Min(input.Count, at + 1 + random.Next(8)),
            1 => Units.Word(input, at),
            2 => Units.Group(input, at),
            _ => Units.Item(input, at),
        };
    }

    private Range Digits(List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        var start = input.FindIndex(Math.Min(at, input.Count), b => char.IsAsciiDigit((char)b));
        if (start < 0)
        {
            return at..at;
        }

        var end = input.FindIndex(start, b => !char.IsAsciiDigit((char)b));
        return start..(end < 0 ? input.Count : end);
    }
}
