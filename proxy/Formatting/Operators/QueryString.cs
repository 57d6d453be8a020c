using System.Globalization;
using System.Text;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Reads the parameters of a query as Envoy does: a plus sign is no space, and an invalid escape is kept.</summary>
internal static class QueryString
{
    /// <summary>Returns the decoded value of the first parameter with the name; null for none.</summary>
    public static string? Find(ReadOnlySpan<char> query, string name)
    {
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            var sign = parameter.IndexOf('=');
            var key = sign < 0 ? parameter : parameter[..sign];
            if (Decode(key).Equals(name, StringComparison.Ordinal))
            {
                return sign < 0 ? "" : Decode(parameter[(sign + 1)..]);
            }
        }

        return null;
    }

    /// <summary>Decodes %xx. Each becomes a byte, as a character up to U+00FF.</summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%'))
        {
            return text.ToString();
        }

        var decoded = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length; position++)
        {
            if (text[position] == '%' && position + 2 < text.Length
                && byte.TryParse(text.Slice(position + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                decoded.Append((char)code);
                position += 2;
            }
            else
            {
                decoded.Append(text[position]);
            }
        }

        return decoded.ToString();
    }
}
