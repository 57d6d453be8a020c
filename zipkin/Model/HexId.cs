using System.Text;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// Ids are lower hex of any length up to 16 characters, of a trace up to 32: <c>a1</c> is <c>00000000000000a1</c>. Zero is no id.
/// </summary>
internal static class HexId
{
    private const int Short = 16;
    private const int Long = 32;

    /// <exception cref="RefusedException"/>
    public static TraceId TraceId(string text)
    {
        var id = Read("traceId", text, Long);
        return id == default ? throw new RefusedException("traceId is all zeros") : id;
    }

    /// <exception cref="RefusedException"/>
    public static ulong SpanId(string text)
    {
        var id = Read("id", text, Short).Low;
        return id == 0 ? throw new RefusedException("id is all zeros") : id;
    }

    /// <summary>0 for zeros, which some tracers write for "no parent".</summary>
    /// <exception cref="RefusedException"/>
    public static ulong ParentId(string text) => Read("parentId", text, Short).Low;

    /// <summary>False for what is no id, or zero: whoever needs to know why reads the text.</summary>
    public static bool TryRead(ReadOnlySpan<byte> hex, out TraceId id)
    {
        id = default;
        if (hex.Length is 0 or > Long)
        {
            return false;
        }

        var (high, low) = (0UL, 0UL);
        foreach (var c in hex)
        {
            var digit = c is >= (byte)'0' and <= (byte)'9' ? c - '0' : c is >= (byte)'a' and <= (byte)'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return false;
            }

            (high, low) = ((high << 4) | (low >> 60), (low << 4) | (uint)digit);
        }

        id = new(high, low);
        return id != default;
    }

    /// <summary>The same for the id of a span.</summary>
    public static bool TryRead(ReadOnlySpan<byte> hex, out ulong id)
    {
        var isId = TryRead(hex, out TraceId read) && hex.Length <= Short;
        id = read.Low;
        return isId;
    }

    private static TraceId Read(string field, string text, int most)
    {
        if (text.Length == 0)
        {
            throw new RefusedException($"{field} is empty");
        }

        if (text.Length > most)
        {
            // A parent id is told by its kind, as the real server has it.
            throw new RefusedException($"{(most == Long ? field : "id")}.length > {most}");
        }

        if (!text.All(char.IsAsciiHexDigitLower))
        {
            throw new RefusedException($"{text} should be lower-hex encoded with no prefix");
        }

        TryRead(Encoding.ASCII.GetBytes(text), out TraceId id);
        return id;
    }
}
