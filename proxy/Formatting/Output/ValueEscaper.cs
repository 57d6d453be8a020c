using System.Globalization;
using System.Text;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Formatting.Output;

/// <summary>Escapes values. Nearly all values need it not, and don't come here.</summary>
internal static class ValueEscaper
{
    public static void Append(FormatBuffer output, ReadOnlySpan<char> value, ValueEscaping escaping)
    {
        if (escaping == ValueEscaping.Json)
        {
            AppendJson(output, HeaderText.Decode(value.ToString()));
            return;
        }

        Span<byte> encoded = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is >= ' ' and <= '~' and not ('"' or '\\'))
            {
                output.AppendRaw([(byte)rune.Value]);
                continue;
            }

            // Up to U+00FF a character is a byte.
            encoded[0] = (byte)rune.Value;
            var bytes = encoded[..(rune.Value <= 0xff ? 1 : rune.EncodeToUtf8(encoded))];
            if (escaping == ValueEscaping.None)
            {
                output.AppendRaw(bytes);
                continue;
            }

            foreach (var code in bytes)
            {
                output.AppendRaw("\\x"u8);
                AppendHex(output, code, 2);
            }
        }
    }

    private static void AppendJson(FormatBuffer output, string value)
    {
        Span<byte> encoded = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                output.AppendRaw([(byte)'\\', (byte)rune.Value]);
            }
            else if (rune.IsBmp && ControlCharacters.IsUnsafe((char)rune.Value))
            {
                output.AppendRaw("\\u"u8);
                AppendHex(output, rune.Value, 4);
            }
            else
            {
                output.AppendRaw(encoded[..rune.EncodeToUtf8(encoded)]);
            }
        }
    }

    private static void AppendHex(FormatBuffer output, int code, int digits)
    {
        Span<byte> hex = stackalloc byte[4];
        code.TryFormat(hex, out var count, digits == 2 ? "x2" : "x4", CultureInfo.InvariantCulture);
        output.AppendRaw(hex[..count]);
    }
}
