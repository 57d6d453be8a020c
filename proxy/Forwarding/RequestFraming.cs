using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Rejects requests whose body length is ambiguous, which allows request smuggling (RFC 9112, 6.3).</summary>
internal static class RequestFraming
{
    /// <summary>
    /// Returns true for a request with Content-Length and Transfer-Encoding. Kestrel reads its body as chunked, and renames its
    /// Content-Length to X-Content-Length. A client that itself sends X-Content-Length with a chunked body is rejected, too.
    /// </summary>
    public static bool IsAmbiguous(IHeaderDictionary headers) =>
        headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"));

    public static void Reject(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.Headers.Connection = "close";
    }
}
