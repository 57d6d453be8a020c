namespace ZipkinMesh.Zipkin;

/// <summary>Divides the memory that the process may use: that of the machine, of its container, or of the heap's hard limit.</summary>
internal static class MemoryShares
{
    private const long MaxUploadBytes = 256 * 1024 * 1024;

    // At least one message as large as allowed.
    private const long MinUploadBytes = 16 * 1024 * 1024;

    // What the largest message takes while it is decoded, several times over.
    private const long DecoderBytes = 256 * 1024 * 1024;

    private static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Gets the memory of stored spans: a quarter. A search needs as much again for what it has found.</summary>
    public static long StoreBytes => Available / 4;

    /// <summary>Gets the memory of messages that are being received.</summary>
    public static long UploadBytes => Math.Clamp(Available / 16, MinUploadBytes, MaxUploadBytes);

    /// <summary>Gets the number of messages that are decoded at the same time: one per processor, fewer when there is little memory.</summary>
    public static int Decoders => (int)Math.Clamp(Available / DecoderBytes, 1, Environment.ProcessorCount);
}
