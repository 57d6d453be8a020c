namespace ZipkinMesh.Tests.Proxy.Http1;

/// <summary>Changes inputs at random, for tests of parsers.</summary>
internal static class Mutations
{
    private static readonly byte[] Interesting = [0, (byte)'\r', (byte)'\n', (byte)' ', (byte)'\t', (byte)':', (byte)';', (byte)',', (byte)'0', (byte)'f', 0x7f, 0x80, 0xff];

    /// <summary>Returns a copy in which one to four bytes are replaced, removed, inserted, or a part is doubled.</summary>
    public static byte[] Of(byte[] seed, Random random)
    {
        List<byte> data = [.. seed];
        for (var count = random.Next(1, 5); count > 0 && data.Count > 0; count--)
        {
            var at = random.Next(data.Count);
            var b = random.Next(2) == 0 ? Interesting[random.Next(Interesting.Length)] : (byte)random.Next(256);
            switch (random.Next(4))
            {
                case 0:
                    data[at] = b;
                    break;
                case 1:
                    data.RemoveAt(at);
                    break;
                case 2:
                    data.Insert(at, b);
                    break;
                default:
                    data.InsertRange(at, data.GetRange(at, Math.Min(random.Next(20), data.Count - at)));
                    break;
            }
        }

        return [.. data];
    }
}
