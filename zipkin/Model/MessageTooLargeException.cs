namespace ZipkinMesh.Zipkin.Model;

/// <summary>Thrown when a message takes more memory than is allowed. The message of the exception is returned to the sender.</summary>
internal sealed class MessageTooLargeException(string message) : Exception(message)
{
    /// <summary>The maximum size of a message after decompression.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Throws when a decompressed message is larger than allowed.</summary>
    /// <exception cref="MessageTooLargeException"/>
    public static void ThrowIfLarger(long bytes)
    {
        if (bytes > MaxBytes)
        {
            throw new MessageTooLargeException($"decompressed spans are larger than {MaxBytes} bytes");
        }
    }
}
