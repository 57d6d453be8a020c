using System.Buffers;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Retries;

/// <summary>Keeps what has been read of a request body, up to a limit, so that it can be sent again.</summary>
internal sealed class ReplayableBody(Stream inner) : UnseekableStream
{
    /// <summary>The size of the largest body that is kept; the default of Envoy's <c>per_connection_buffer_limit_bytes</c>.</summary>
    public const int MaxLength = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private int _position;

    /// <summary>Gets a value indicating that everything that has been read can be read again.</summary>
    public bool IsComplete { get; private set; } = true;

    public override bool CanRead => true;

    /// <summary>Begins from the start again. What hasn't been read yet follows.</summary>
    public void Rewind() => _position = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < _kept.WrittenCount)
        {
            var kept = _kept.WrittenMemory[_position..];
            var length = Math.Min(kept.Length, buffer.Length);
            kept[..length].CopyTo(buffer);
            _position += length;
            return length;
        }

        var count = await inner.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..count]);
        return count;
    }

    private void Keep(ReadOnlySpan<byte> read)
    {
        if (IsComplete && _kept.WrittenCount + read.Length <= MaxLength)
        {
            _kept.Write(read);
            _position = _kept.WrittenCount;
        }
        else if (read.Length > 0)
        {
            IsComplete = false;
            _kept.ResetWrittenCount();
            _position = 0;
        }
    }
}
