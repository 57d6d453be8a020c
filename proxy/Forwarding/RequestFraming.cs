using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Checks how a request says where its body ends. Two readings of it allow request smuggling (RFC 9112, 6.3).</summary>
internal static class RequestFraming
{
    /// <summary>
    /// Returns true for a request with Content-Length and Transfer-Encoding. Kestrel reads its body as chunked, and renames its
    /// Content-Length to X-Content-Length. A client that itself sends X-Content-Length with a chunked body is rejected, too.
    /// </summary>
    public static bool IsAmbiguous(IHeaderDictionary headers) =>
        headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"));

    /// <summary>Returns true for a request whose body is chunked and has no other coding, or isn't coded.</summary>
    public static bool IsSupported(IHeaderDictionary headers) =>
        headers.TransferEncoding is var codings
        && (codings.Count == 0 || (codings.Count == 1 && "chunked".Equals(codings[0], StringComparison.OrdinalIgnoreCase)));
}
