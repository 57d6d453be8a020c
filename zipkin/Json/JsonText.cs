using System.Globalization;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Json;

/// <summary>
/// The text of a JSON string, whatever its bytes: invalid UTF-8 is U+FFFD, half a surrogate pair (<c>"\ud800"</c>) is <c>?</c>.
/// The platform's own way throws at both, and a tracer's odd tag should not cost a message of good spans.
/// </summary>
internal static class JsonText
{
    /// <param name="raw">Between the quotes, its escapes known to be well formed.</param>
    /// <param name="isEscaped">Whether there are any.</param>
    public static string Read(ReadOnlySpan<byte> raw, bool isEscaped) =>
        isEscaped ? Unescape(raw) : TextPool.Shared.Read(raw);

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var backslash = raw.IndexOf((byte)'\\'); backslash >= 0; backslash = raw.IndexOf((byte)'\\'))
        {
            text.Append(Encoding.UTF8.GetString(raw[..backslash]));
            var escape = raw[backslash + 1];
            if (escape == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(backslash + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(Simple(escape));
            }

            raw = raw[(backslash + (escape == 'u' ? 6 : 2))..];
        }

        text.Append(Encoding.UTF8.GetString(raw));
        ReplaceHalfPairs(text);
        return text.ToString();
    }

    private static char Simple(byte escape) => escape switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)escape,
    };

    private static void ReplaceHalfPairs(StringBuilder text)
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
