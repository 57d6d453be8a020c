using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Writes the head of a request: the request line, Host, the other headers in their order, and the framing of the body.</summary>
internal static class RequestHeadWriter
{
    /// <summary>Writes the head.</summary>
    /// <param name="head">The target.</param>
    /// <param name="request">The request.</param>
    /// <param name="target">The target of the request line: path and query.</param>
    /// <param name="contentLength">The length of the body; null for a chunked one.</param>
    public static void Write(ref HeadBuffer head, HttpRequestMessage request, string target, long? contentLength)
    {
        head.Append(request.Method.Method);
        head.Append(" "u8);
        head.Append(target);
        head.Append(" HTTP/1.1\r\n"u8);

        var headers = request.Headers.NonValidated;
        head.AppendHeader(HeaderNames.Host, headers.TryGetValues(HeaderNames.Host, out var host) ? host.ToString() : request.RequestUri!.Authority);
        Write(ref head, headers);
        if (request.Content is not null)
        {
            Write(ref head, request.Content.Headers.NonValidated);
        }

        WriteFraming(ref head, request, contentLength);
        head.Append("\r\n"u8);
    }

    /// <summary>Returns the length of a request's body: 0 for a request without a body, null for a body of unknown length.</summary>
    public static long? ContentLengthOf(HttpContent? content)
    {
        if (content is null)
        {
            return 0;
        }

        return content.Headers.NonValidated.TryGetValues(HeaderNames.ContentLength, out var values)
            && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? length
                : content.Headers.ContentLength;
    }

    private static void Write(ref HeadBuffer head, HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            if (IsWrittenSeparately(name))
            {
                continue;
            }

            if (values.Count < 2)
            {
                head.AppendHeader(name, values.ToString());
                continue;
            }

            // A request that the mesh forwards repeats no header but Cookie; transforms may add values.
            head.AppendHeader(name, string.Join(name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? "; " : ",", values));
        }
    }

    private static bool IsWrittenSeparately(string name) => name.Length switch
    {
        4 => name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase),
        14 => name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase),
        17 => name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static void WriteFraming(ref HeadBuffer head, HttpRequestMessage request, long? contentLength)
    {
        if (contentLength is not { } length)
        {
            head.Append("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (length > 0 || HasExplicitLength(request) || IsBodyExpected(request.Method.Method))
        {
            head.AppendHeader(HeaderNames.ContentLength, length.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static bool HasExplicitLength(HttpRequestMessage request) => request.Content is not null and not { Headers.ContentLength: null };

    // These methods announce a body by their meaning, so its absence is stated (RFC 9110, 8.6).
    private static bool IsBodyExpected(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsDelete(method) || HttpMethods.IsConnect(method));
}
