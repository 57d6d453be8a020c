using System.Runtime.CompilerServices;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Represents a connection that has changed to another protocol, such as WebSocket, in both directions.</summary>
internal sealed class UpgradedStream(Exchange exchange) : UnseekableStream
{
    private readonly Http1Connection _connection = exchange.Connection;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var buffered = _connection.Buffered;
        return buffered.Length == 0
            ? ReceiveAsync(buffer)
            : new ValueTask<int>(Take(buffered[..Math.Min(buffered.Length, buffer.Length)], buffer.Span));
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _connection.SendAsync(buffer).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw exchange.CauseOf(e);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            exchange.EndUpgrade();
        }

        base.Dispose(disposing);
    }

    private int Take(ReadOnlySpan<byte> data, Span<byte> target)
    {
        data.CopyTo(target);
        _connection.Consume(data.Length);
        return data.Length;
    }

    // An empty buffer waits until there is data, without holding a buffer in the meantime.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        try
        {
            if (buffer.Length > 0)
            {
                return await _connection.ReceiveAsync(buffer).ConfigureAwait(false);
            }

            _connection.Commit(await _connection.FillAsync().ConfigureAwait(false));
            return 0;
        }
        catch (IOException e)
        {
            throw exchange.CauseOf(e);
        }
    }
}
