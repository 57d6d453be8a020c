namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// Limits the memory of the objects that one message is decoded to. Three bytes of JSON can become an object of a hundred: without a limit,
/// one message of many empty tags would take the memory of the whole server.
/// </summary>
internal sealed class DecodeBudget
{
    /// <summary>The approximate size of a span without its tags and annotations.</summary>
    public const int SpanBytes = 320;

    /// <summary>The approximate size of a tag, without the characters of its strings.</summary>
    public const int TagBytes = 64;

    /// <summary>The approximate size of an annotation, without the characters of its value.</summary>
    public const int AnnotationBytes = 64;

    // Spans of usual tracers take at most twice the size of their JSON.
    private const int MaxBytes = 4 * MessageTooLargeException.MaxBytes;

    private long _bytes;

    /// <summary>Adds the size of an object.</summary>
    /// <exception cref="MessageTooLargeException">The objects of the message take more memory than is allowed.</exception>
    public void Add(int bytes)
    {
        _bytes += bytes;
        if (_bytes > MaxBytes)
        {
            throw new MessageTooLargeException("too many spans, tags or annotations in one message");
        }
    }
}
