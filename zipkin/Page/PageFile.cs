namespace ZipkinMesh.Zipkin.Page;

/// <summary>One file of the page, as it is sent.</summary>
internal sealed record PageFile(byte[] Content, string ContentType)
{
    /// <summary><c>W/"9f86d081884c7d65"</c>: weak, as the file may be sent packed or not.</summary>
    public string ETag { get; } = $"W/\"{Fnv1a(Content):x16}\"";

    // It has to tell versions apart, not to withstand anybody; the platform's hashes would load OpenSSL, a fifth of the idle memory.
    private static ulong Fnv1a(byte[] content)
    {
        var hash = 0xcbf2_9ce4_8422_2325;
        foreach (var b in content)
        {
            hash = (hash ^ b) * 0x0000_0100_0000_01b3;
        }

        return hash;
    }
}
