namespace ZipkinMesh.Zipkin.Ui;

/// <summary>One file of the page.</summary>
internal sealed record UiFile(byte[] Content, string ContentType)
{
    /// <summary>The entity tag, <c>W/"9f86d081884c7d65"</c>. It is weak because the file may be sent compressed or not.</summary>
    public string ETag { get; } = $"W/\"{Fnv1a(Content):x16}\"";

    // The hash only distinguishes versions; it needn't be secure. The platform's cryptographic hashes would load OpenSSL, a fifth of the idle
    // memory.
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
