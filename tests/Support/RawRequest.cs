namespace ZipkinMesh.Tests.Support;

/// <summary>Formats requests for a <see cref="RawConnection"/>.</summary>
internal static class RawRequest
{
    /// <summary>Returns a GET request with a Host header and the given headers.</summary>
    public static string Get(string path, params string[] headers) =>
        $"GET {path} HTTP/1.1\r\n{string.Concat(headers.Prepend("Host: mesh.test").Select(header => header + "\r\n"))}\r\n";
}
