using System.Buffers;
using System.Globalization;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Ids as B3 and Zipkin write them: lower-case hex, 16 digits for 64 bits, 32 for 128.
/// </summary>
/// <remarks>
/// What Envoy reads is wider (seen on 1.40): upper case, any number of digits as long as the value fits 64 bits, a leading
/// <c>0x</c>. Signs and spaces are not numbers.
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

    /// <summary>A new id, never zero.</summary>
    public static string Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        do
        {
            // Ids are no secrets: everyone on the path reads them.
            Random.Shared.NextBytes(bytes);
        }
        while (!bytes.ContainsAnyExcept((byte)0));
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Reads a 64-bit id and writes it the one way; an id that is written so already is returned as it is.</summary>
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

    /// <summary>As <see cref="TryNormalize"/>; 32 characters are a 128-bit id, of which a high half of zeros is left out.</summary>
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

    public static bool TryParse(ReadOnlySpan<char> text, out ulong value)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
        }

        // The style that allows nothing but the digits themselves; more than 64 bits overflow.
        return ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static string Format(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);

    private static bool IsLowerHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(LowerHex);
}
