using System.Text;
using Microsoft.Net.Http.Headers;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Finds the names of common response headers without creating strings.</summary>
internal static class ResponseHeaderNames
{
    // The names that Kestrel writes in this form, too. By length.
    private static readonly Entry[][] ByLength = Group(
    [
        HeaderNames.AcceptRanges, HeaderNames.AccessControlAllowOrigin, HeaderNames.Age, HeaderNames.Allow, HeaderNames.CacheControl,
        HeaderNames.Connection, HeaderNames.ContentEncoding, HeaderNames.ContentLanguage, HeaderNames.ContentLength, HeaderNames.ContentRange,
        HeaderNames.ContentType, HeaderNames.Date, HeaderNames.ETag, HeaderNames.Expires, HeaderNames.KeepAlive, HeaderNames.LastModified,
        HeaderNames.Location, HeaderNames.Pragma, HeaderNames.ProxyConnection, HeaderNames.Server, HeaderNames.SetCookie, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
        HeaderNames.Vary, HeaderNames.Via, HeaderNames.WWWAuthenticate,
    ]);

    /// <summary>Returns the entry of a name, in any case; null when the name isn't listed.</summary>
    public static Entry? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var entry in ByLength[name.Length])
            {
                if (Ascii.EqualsIgnoreCase(name, entry.Name))
                {
                    return entry;
                }
            }
        }

        return null;
    }

    private static Entry[][] Group(string[] names)
    {
        var byLength = new Entry[names.Max(name => name.Length) + 1][];
        for (var length = 0; length < byLength.Length; length++)
        {
            byLength[length] = [.. names.Where(name => name.Length == length).Select(name => new Entry(name, KindOf(name)))];
        }

        return byLength;
    }

    private static ResponseHeaderKind KindOf(string name) =>
        name == HeaderNames.Connection || name == HeaderNames.ProxyConnection ? ResponseHeaderKind.Connection
        : name == HeaderNames.ContentLength ? ResponseHeaderKind.ContentLength
        : name == HeaderNames.TransferEncoding ? ResponseHeaderKind.TransferEncoding
        : ResponseHeaderKind.Other;

    /// <summary>Represents a name and its meaning to the parser.</summary>
    internal sealed record Entry(string Name, ResponseHeaderKind Kind);
}
