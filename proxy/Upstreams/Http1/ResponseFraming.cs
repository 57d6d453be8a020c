using System.Text;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Parses the headers of a response that frame its body. What Envoy rejects is rejected.</summary>
internal static class ResponseFraming
{
    /// <summary>Parses Content-Length.</summary>
    public static void ParseContentLength(ReadOnlySpan<byte> value, ResponseHead head)
    {
        long length = 0;
        foreach (var digit in value)
        {
            if (digit is < (byte)'0' or > (byte)'9' || length > (long.MaxValue - (digit - '0')) / 10)
            {
                length = -1;
                break;
            }

            length = (length * 10) + (digit - '0');
        }

        // Envoy rejects a repeated Content-Length, even when the values are equal.
        if (length < 0 || value.Length == 0 || head.ContentLength is not null)
        {
            throw new ResponseProtocolException("Content-Length isn't one number.");
        }

        head.ContentLength = length;
    }

    /// <summary>Parses Transfer-Encoding.</summary>
    public static void ParseTransferEncoding(ReadOnlySpan<byte> value, ResponseHead head)
    {
        if (head.IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
        {
            throw new ResponseProtocolException("Transfer-Encoding isn't chunked.");
        }

        head.IsChunked = true;
    }

    /// <summary>Throws when the headers contradict each other or the status.</summary>
    public static void Check(ResponseHead head)
    {
        if (head.IsChunked && head.ContentLength is not null)
        {
            throw new ResponseProtocolException("The response has both Content-Length and Transfer-Encoding.");
        }

        if (head.Status is < 200 or 204 && (head.IsChunked || head.ContentLength > 0))
        {
            throw new ResponseProtocolException("The response has a body, which its status doesn't allow.");
        }
    }
}
