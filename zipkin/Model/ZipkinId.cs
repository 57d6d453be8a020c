using System.Text;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// Parses ids: lower-case hex of up to 16 characters, or up to 32 for trace ids. Shorter ids are padded with zeros: <c>a1</c> is
/// <c>00000000000000a1</c>. Zero is not a valid id.
/// </summary>
internal static class ZipkinId
{
    private const int SpanIdLength = 16;
    private const int TraceIdLength = 32;

    /// <exception cref="InvalidSpanException"/>
    public static TraceId ParseTraceId(string text)
    {
        var id = Parse("traceId", text, TraceIdLength);
        return id == default ? throw new InvalidSpanException("traceId is all zeros") : id;
    }

    /// <exception cref="InvalidSpanException"/>
    public static ulong ParseSpanId(string text)
    {
        var id = Parse("id", text, SpanIdLength).Low;
        return id == 0 ? throw new InvalidSpanException("id is all zeros") : id;
    }

    /// <summary>Parses the id of the parent. Returns 0 for zeros, which some tracers write when there is no parent.</summary>
    /// <exception cref="InvalidSpanException"/>
    public static ulong ParseParentId(string text) => Parse("parentId", text, SpanIdLength).Low;

    /// <summary>Parses a trace id. Returns false when it is invalid or zero; <see cref="ParseTraceId"/> then throws the reason.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out TraceId id)
    {
        id = default;
        if (hex.Length is 0 or > TraceIdLength)
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

    /// <summary>Parses a span id. Returns false when it is invalid or zero; <see cref="ParseSpanId"/> then throws the reason.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out ulong id)
    {
        var isId = TryParse(hex, out TraceId parsed) && hex.Length <= SpanIdLength;
        id = parsed.Low;
        return isId;
    }

    private static TraceId Parse(string field, string text, int maxLength)
    {
        if (text.Length == 0)
        {
            throw new InvalidSpanException($"{field} is empty");
        }

        if (text.Length > maxLength)
        {
            // As Zipkin does, the message calls a parent id "id".
            throw new InvalidSpanException($"{(maxLength == TraceIdLength ? field : "id")}.length > {maxLength}");
        }

        if (!text.All(char.IsAsciiHexDigitLower))
        {
            throw new InvalidSpanException($"{text} should be lower-hex encoded with no prefix");
        }

        return TryParse(Encoding.ASCII.GetBytes(text), out TraceId id) ? id : default;
    }
}
