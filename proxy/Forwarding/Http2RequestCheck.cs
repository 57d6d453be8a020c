using Microsoft.AspNetCore.Http;
using ZipkinMesh.Hosting.Http;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Finds what is malformed in a request or trailers of HTTP/2 (RFC 9113, 8.2.2 and 8.3.1) and Kestrel accepts. Envoy closes the connection.
/// </summary>
internal static class Http2RequestCheck
{
    /// <summary>Returns true when the request has no header that belongs to a connection of HTTP/1.1, and names a host.</summary>
    public static bool IsValid(IHeaderDictionary headers) => !string.IsNullOrEmpty(headers.Host) && !HasConnectionHeader(headers);

    /// <summary>Returns true when the names are well-formed, and neither a header of a connection nor Content-Length is among them.</summary>
    public static bool AreValidTrailers(IHeaderDictionary trailers) =>
        trailers.Keys.All(static name => HeaderName.IsToken(name)) && trailers.ContentLength is null && !HasConnectionHeader(trailers);

    /// <summary>Returns true when a header belongs to a connection of HTTP/1.1.</summary>
    private static bool HasConnectionHeader(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            if (HopByHop.NotInHttp2.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
