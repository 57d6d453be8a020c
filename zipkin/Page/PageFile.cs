using System.Security.Cryptography;

namespace ZipkinMesh.Zipkin.Page;

/// <summary>One file of the page, as it is sent.</summary>
internal sealed record PageFile(byte[] Content, string ContentType)
{
    /// <summary><c>W/"9f86d081884c7d65"</c>: weak, as the file may be sent packed or not.</summary>
    public string ETag { get; } = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8))}\"";
}
