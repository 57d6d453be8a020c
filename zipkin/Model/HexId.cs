namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// Ids are lower hex, padded: <c>a1</c> becomes <c>00000000000000a1</c>. A trace id has 16 or 32 characters, and
/// 16 when the upper half is zero, so that <c>0000000000000000463ac35c9f6413ad</c> is <c>463ac35c9f6413ad</c>.
/// </summary>
internal static class HexId
{
    private const int Short = 16;
    private const int Long = 32;

    /// <exception cref="RefusedException"/>
    public static string TraceId(string text)
    {
        Check("traceId", text, Long);
        if (IsZero(text))
        {
            throw new RefusedException("traceId is all zeros");
        }

        var padded = text.PadLeft(text.Length <= Short ? Short : Long, '0');
        return padded.Length == Long && IsZero(padded.AsSpan(0, Short)) ? padded[Short..] : padded;
    }

    /// <exception cref="RefusedException"/>
    public static string SpanId(string text)
    {
        Check("id", text, Short);
        return IsZero(text) ? throw new RefusedException("id is all zeros") : text.PadLeft(Short, '0');
    }

    /// <summary>Null for zeros, which some tracers write for "no parent".</summary>
    /// <exception cref="RefusedException"/>
    public static string? ParentId(string text)
    {
        Check("parentId", text, Short);
        return IsZero(text) ? null : text.PadLeft(Short, '0');
    }

    /// <summary>The low 64 bits: what tracers that know only those send for the same trace.</summary>
    public static string Low64(string traceId) => traceId.Length == Short ? traceId : traceId[^Short..];

    private static void Check(string field, string text, int most)
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
    }

    private static bool IsZero(ReadOnlySpan<char> hex) => !hex.ContainsAnyExcept('0');
}
