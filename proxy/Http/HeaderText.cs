using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Converts header values to text for tags.</summary>
internal static class HeaderText
{
    /// <summary>The length in bytes that longer values are cut to. Envoy keeps them whole.</summary>
    public const int MaxLength = 1_024;

    /// <summary>
    /// Returns a header value as text of at most <see cref="MaxLength"/> bytes. Values are bytes, held as Latin-1 strings; they are decoded as UTF-8 where they are valid UTF-8.
    /// The values of a repeated header are joined as Envoy joins them: "a,b".
    /// </summary>
    public static string Of(StringValues values)
    {
        var text = values.Count == 1 ? values[0] ?? "" : string.Join(',', values.AsEnumerable());
        if (text.Length > MaxLength)
        {
            text = text[..LengthToKeep(text)];
        }

        return Decode(text);
    }

    /// <summary>
    /// Decodes a value, whose bytes are held as Latin-1, as UTF-8 where it is valid UTF-8. A text that has other characters is returned
    /// unchanged.
    /// </summary>
    public static string Decode(string text)
    {
        if (Ascii.IsValid(text) || text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
        {
            return text;
        }

        var bytes = Encoding.Latin1.GetBytes(text);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : text;
    }

    // Doesn't cut a UTF-8 sequence, which has up to three bytes after its first.
    private static int LengthToKeep(string text)
    {
        var length = MaxLength;
        while (length > MaxLength - 3 && text[length] is >= '\u0080' and <= '\u00bf')
        {
            length--;
        }

        return length;
    }

    /// <summary>Returns a header value as text, or a dash for an absent header, as Envoy does.</summary>
    public static string OrDash(StringValues values) => values.Count == 0 ? "-" : Of(values);
}
