using System.Buffers;
using System.Globalization;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>
/// Decodes JSON strings. Invalid UTF-8 becomes U+FFFD and a lone surrogate (<c>"\ud800"</c>) becomes <c>?</c>.
/// <c>Utf8JsonReader.GetString</c> throws for both, and one malformed tag shouldn't reject a message of valid spans.
/// </summary>
internal static class JsonText
{
    /// <param name="raw">The bytes between the quotes, with valid escapes.</param>
    /// <param name="isEscaped">True when there are escapes.</param>
    public static string Decode(ReadOnlySpan<byte> raw, bool isEscaped) =>
        isEscaped ? Unescape(raw) : StringPool.Shared.GetString(raw);

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        // A string has at most as many characters as bytes.
        var chars = ArrayPool<char>.Shared.Rent(raw.Length);
        var length = 0;
        for (var backslash = raw.IndexOf((byte)'\\'); backslash >= 0; backslash = raw.IndexOf((byte)'\\'))
        {
            length += Encoding.UTF8.GetChars(raw[..backslash], chars.AsSpan(length));
            var escape = raw[backslash + 1];
            chars[length++] = escape == 'u'
                ? (char)ushort.Parse(raw.Slice(backslash + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : Unescape(escape);
            raw = raw[(backslash + (escape == 'u' ? 6 : 2))..];
        }

        length += Encoding.UTF8.GetChars(raw, chars.AsSpan(length));
        ReplaceLoneSurrogates(chars.AsSpan(0, length));
        var text = new string(chars, 0, length);
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    private static char Unescape(byte escape) => escape switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)escape,
    };

    private static void ReplaceLoneSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '?';
            }
        }
    }
}
