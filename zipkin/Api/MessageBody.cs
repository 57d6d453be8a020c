using System.Buffers;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// A message while it is read, in memory that the next one gets again: new memory for each would be what the garbage collector mostly
/// has to do.
/// </summary>
internal sealed class MessageBody : IDisposable
{
    // As most messages are not longer; nobody gets more for a length that is only announced.
    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);

    public int Length { get; private set; }

    /// <summary>Until it is disposed of.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    public void Append(ReadOnlySequence<byte> more)
    {
        var length = Length + (int)more.Length;
        if (length > _bytes.Length)
        {
            var longer = ArrayPool<byte>.Shared.Rent(Math.Max(length, _bytes.Length * 2));
            Bytes.CopyTo(longer);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = longer;
        }

        more.CopyTo(_bytes.AsSpan(Length));
        Length = length;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
