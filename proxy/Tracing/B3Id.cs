using System.Buffers;
using System.Globalization;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Reads ids as leniently as Envoy does, and writes them as B3 and Zipkin do: lower-case hex, 16 digits for 64 bits, 32 for 128.
/// </summary>
/// <remarks>
/// Envoy 1.40 accepts upper case, any number of digits as long as the value fits 64 bits, and a leading <c>0x</c>. It rejects
/// signs and spaces.
/// <code>
/// 463ac35c9f6413ad   -> 463ac35c9f6413ad
/// 463AC35C9F6413A    -> 0463ac35c9f6413a
/// 0x463ac35c9f6413   -> 00463ac35c9f6413
/// 463ac35c9f6413ada  -> unreadable (68 bits)
/// </code>
/// </remarks>
internal static class B3Id
{
    public const string Zero = "0000000000000000";

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Creates a random id, which is never zero.</summary>
    public static string Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        do
        {
            // Ids aren't secrets: every hop reads them.
            Random.Shared.NextBytes(bytes);
        }
        while (!bytes.ContainsAnyExcept((byte)0));
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Parses a 64-bit id and returns it in canonical form; an id that is canonical already is returned unchanged.</summary>
    public static bool TryNormalize(string text, out string id)
    {
        if (text.Length == 16 && IsLowerHex(text))
        {
            id = text;
            return true;
        }

        if (TryParse(text, out var value))
        {
            id = Format(value);
            return true;
        }

        id = "";
        return false;
    }

    /// <summary>
    /// Parses a 64-bit id, or a 128-bit one of 32 characters, and returns it in canonical form. A high half of zeros is removed.
    /// </summary>
    public static bool TryNormalizeTraceId(string text, out string id)
    {
        if (text.Length != 32)
        {
            return TryNormalize(text, out id);
        }

        if (!TryParse(text.AsSpan(0, 16), out var high) || !TryParse(text.AsSpan(16), out var low))
        {
            id = "";
            return false;
        }

        id = high == 0 ? Format(low) : IsLowerHex(text) ? text : Format(high) + Format(low);
        return true;
    }

    /// <summary>Parses a number of up to 64 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong value)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
        }

        // This style allows digits only, but any number of NUL characters after them; more than 64 bits overflow.
        value = 0;
        return text is not [.., '\0'] && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static string Format(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);

    private static bool IsLowerHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(LowerHex);
}
