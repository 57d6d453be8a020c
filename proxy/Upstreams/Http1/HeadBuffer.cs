using System.Buffers;
using System.Text;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Collects the bytes of a head in a pooled array. Text is written as Latin-1, one byte for each character.</summary>
internal struct HeadBuffer(int capacity)
{
    // A head with one of these in a value would be read as another head.
    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n\0"u8);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public readonly ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Gets the part of the array that isn't written yet.</summary>
    public readonly Span<byte> Free => _bytes.AsSpan(Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Free);
        Length += bytes.Length;
    }

    /// <summary>Appends text.</summary>
    /// <exception cref="HttpRequestException">The text has a line break.</exception>
    public void Append(string text)
    {
        Reserve(text.Length);
        var count = Encoding.Latin1.GetBytes(text, Free);
        if (Free[..count].ContainsAny(LineBreaks))
        {
            throw new HttpRequestException("A header or the target of the request has a line break.");
        }

        Length += count;
    }

    public void AppendHeader(string name, string value)
    {
        Append(name);
        Append(": "u8);
        Append(value);
        Append("\r\n"u8);
    }

    /// <summary>Counts bytes that were written to <see cref="Free"/>.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Returns the array to its pool. It must not be called while the bytes are being sent.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            Length = 0;
        }
    }

    private void Reserve(int count)
    {
        if (Free.Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
