using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Header values as text for a tag.</summary>
internal static class HeaderText
{
    /// <summary>
    /// Header values are bytes, and strings of Latin-1 here. What those bytes spell in UTF-8 is what the sender meant, where
    /// they do. A repeated header reads as Envoy joins it: "a,b".
    /// </summary>
    public static string Of(StringValues values)
    {
        var text = values.Count == 1 ? values[0] ?? "" : string.Join(',', values.AsEnumerable());
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var bytes = Encoding.Latin1.GetBytes(text);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : text;
    }

    /// <summary>A dash stands for a header that is absent, as in Envoy.</summary>
    public static string OrDash(StringValues values) => values.Count == 0 ? "-" : Of(values);
}
