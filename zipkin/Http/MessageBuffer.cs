using System.Buffers;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Buffers a message while it is read. The memory is pooled: allocating it for every message would be most of the garbage collector's work.
/// </summary>
internal sealed class MessageBuffer : IDisposable
{
    // Rented when bytes arrive: a Content-Length alone reserves nothing.
    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>The bytes read so far, valid until the buffer is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    public void Append(ReadOnlySequence<byte> more)
    {
        var length = Length + (int)more.Length;
        if (length > _bytes.Length)
        {
            var longer = ArrayPool<byte>.Shared.Rent(Math.Max(length, _bytes.Length * 2));
            Bytes.CopyTo(longer);
            Return();
            _bytes = longer;
        }

        more.CopyTo(_bytes.AsSpan(Length));
        Length = length;
    }

    public void Dispose()
    {
        Return();
        _bytes = [];
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
