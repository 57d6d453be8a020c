using System.Buffers;
using System.Buffers.Text;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Sends the body of a request, framed by its length or in chunks. The head is sent with the first data; when the data isn't there yet,
/// <see cref="SendHeadAsync"/> sends it alone.
/// </summary>
internal sealed class RequestBodyStream(Http1Connection connection, HeadBuffer head, long? length) : UnseekableStream
{
    // Data up to this size is copied behind the head, which saves a packet.
    private const int MaxCopied = 16 * 1024;

    // The size of a chunk in hex digits, and two line breaks.
    private const int ChunkOverhead = 8 + 2 + 2;

    private readonly Lock _lock = new();
    private HeadBuffer _head = head;
    private long _written;
    private bool _isHeadTaken;
    private Task? _headSending;

    public override bool CanWrite => true;

    /// <summary>Gets a value indicating that data couldn't be sent, because the upstream has closed the connection.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Sends the head, unless it was sent with data.</summary>
    public Task SendHeadAsync()
    {
        lock (_lock)
        {
            if (!_isHeadTaken)
            {
                _isHeadTaken = true;
                _headSending = SendAndReleaseAsync(_head);
            }

            return _headSending ?? Task.CompletedTask;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return;
        }

        _written += buffer.Length;
        if (_written > length)
        {
            throw new InvalidOperationException("The request body is longer than its Content-Length.");
        }

        try
        {
            await SendAsync(buffer).ConfigureAwait(false);
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }

    /// <summary>Sends the end of the body.</summary>
    /// <exception cref="IOException">The body is shorter than its length, or the connection failed.</exception>
    public async ValueTask CompleteAsync()
    {
        if (length is null)
        {
            await SendHeadAsync().ConfigureAwait(false);
            await connection.SendAsync("0\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        }
        else if (_written < length)
        {
            throw new IOException("The request body is shorter than its Content-Length.");
        }
    }

    // The data is sent when there is any; the copying of the body begins with a flush.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        var isFirst = TryTakeHead();
        if (!isFirst)
        {
            await _headSending!.ConfigureAwait(false);
        }

        if (isFirst && data.Length > MaxCopied)
        {
            await SendAndReleaseAsync(_head).ConfigureAwait(false);
            isFirst = false;
        }

        if (length is not null && !isFirst)
        {
            await connection.SendAsync(data).ConfigureAwait(false);
            return;
        }

        var packet = isFirst ? _head : new HeadBuffer(data.Length + ChunkOverhead);
        AppendData(ref packet, data.Span);
        await SendAndReleaseAsync(packet).ConfigureAwait(false);
    }

    private bool TryTakeHead()
    {
        lock (_lock)
        {
            var isFree = !_isHeadTaken;
            _isHeadTaken = true;
            _headSending ??= Task.CompletedTask;
            return isFree;
        }
    }

    private void AppendData(ref HeadBuffer packet, ReadOnlySpan<byte> data)
    {
        if (length is not null)
        {
            packet.Append(data);
            return;
        }

        Span<byte> size = stackalloc byte[8];
        Utf8Formatter.TryFormat(data.Length, size, out var digits, new StandardFormat('x'));
        packet.Append(size[..digits]);
        packet.Append("\r\n"u8);
        packet.Append(data);
        packet.Append("\r\n"u8);
    }

    // When sending fails, the array isn't returned: the operation may still read it.
    private async Task SendAndReleaseAsync(HeadBuffer packet)
    {
        await connection.SendAsync(packet.Written).ConfigureAwait(false);
        packet.Release();
    }
}
