using System.Security.Cryptography;
using System.Text;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>
/// Computes a text that changes when the content of one of several files does. Times and sizes don't tell: Kubernetes replaces a link to
/// files that may be older, and two keys have the same size.
/// </summary>
internal static class FileFingerprint
{
    // Files that aren't certificates, such as a device, must not be read to their end.
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads the files. One that can't be read has a fingerprint, too.</summary>
    public static string Of(IReadOnlyList<string> paths)
    {
        var text = new StringBuilder();
        foreach (var path in paths)
        {
            text.Append(Of(path)).Append('/');
        }

        return text.ToString();
    }

    private static string Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[Math.Clamp(file.Length, 0, MaxBytes)];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return Convert.ToHexString(SHA256.HashData(content.AsSpan(0, length)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return e.GetType().Name;
        }
    }
}
