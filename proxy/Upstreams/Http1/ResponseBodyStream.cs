using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Reads the body of a response. The exchange ends together with the last byte.</summary>
internal sealed class ResponseBodyStream(Exchange exchange, BodyFraming framing, long length, bool isPersistent) : UnseekableStream
{
    private readonly Http1Connection _connection = exchange.Connection;
    private ChunkedDecoder _chunks;
    private long _remaining = length;
    private bool _isEnd;
    private bool _isBulk;

    public override bool CanRead => true;

    /// <summary>
    /// Gets or sets the response to the client. Its headers are sent before the body is first waited for, so that the client isn't kept
    /// waiting for them; when the body has arrived with the head, they go out together.
    /// </summary>
    public HttpResponse? Downstream { get; set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnd || (framing == BodyFraming.None && Complete()))
        {
            return new ValueTask<int>(0);
        }

        try
        {
            // An empty buffer asks to wait for data, so that no buffer is held meanwhile. In a large body the next data is mostly there.
            var count = 0;
            if (buffer.Length == 0 ? _isBulk || _connection.Buffered.Length > 0 : TryRead(buffer.Span, out count))
            {
                return new ValueTask<int>(count);
            }
        }
        catch (ResponseProtocolException e)
        {
            return FailAsync(e, cancellationToken);
        }

        return ReceiveAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isEnd)
        {
            exchange.Abort();
        }

        base.Dispose(disposing);
    }

    /// <returns>True when there was data or the end of the body.</returns>
    private bool TryRead(Span<byte> target, out int count)
    {
        var buffered = _connection.Buffered;
        count = 0;
        if (buffered.Length == 0)
        {
            return false;
        }

        if (framing == BodyFraming.Chunked)
        {
            count = _chunks.Decode(buffered, target, out var consumed);
            _connection.Consume(consumed);
            return (_chunks.IsEnd && Complete()) || count > 0;
        }

        count = (int)Math.Min(Math.Min(buffered.Length, target.Length), framing == BodyFraming.Length ? _remaining : long.MaxValue);
        buffered[..count].CopyTo(target);
        _connection.Consume(count);
        CountData(count);
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(Memory<byte> target, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var isDirect = IsDirect(target.Length, out var wanted);
                var receiving = isDirect ? _connection.ReceiveAsync(target[..wanted]) : _connection.FillAsync();
                var received = await PassHeadersOn(receiving, cancel).ConfigureAwait(false);
                _isBulk = received >= Http1Connection.BufferSize;
                if (received == 0)
                {
                    return End();
                }

                if (isDirect)
                {
                    CountData(received);
                    return received;
                }

                _connection.Commit(received);
                if (target.Length == 0 || TryRead(target.Span, out received))
                {
                    return target.Length == 0 ? 0 : received;
                }
            }
        }
        catch (IOException e)
        {
            return await FailAsync(e, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Decides whether data is received into the target, past the connection's buffer.</summary>
    private bool IsDirect(int target, out int wanted)
    {
        var data = framing switch
        {
            BodyFraming.Length => _remaining,
            BodyFraming.Chunked => _chunks.DataRemaining,
            _ => long.MaxValue,
        };
        wanted = (int)Math.Min(target, data);
        return wanted > 0 && _connection.Buffered.Length == 0;
    }

    private void CountData(int count)
    {
        if (framing == BodyFraming.Length)
        {
            _remaining -= count;
            _ = _remaining > 0 || Complete();
        }
        else if (framing == BodyFraming.Chunked)
        {
            _chunks.Skip(count);
        }
    }

    private int End()
    {
        if (framing != BodyFraming.UntilClose)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The upstream closed the connection in the middle of the response.");
        }

        Complete();
        return 0;
    }

    private bool Complete()
    {
        _isEnd = true;
        exchange.Complete(isPersistent);
        return true;
    }

    private async Task PassHeadersOnAsync(CancellationToken cancel)
    {
        if (Downstream is { } downstream)
        {
            Downstream = null;
            if (!downstream.HasStarted)
            {
                await downstream.Body.FlushAsync(cancel).ConfigureAwait(false);
            }
        }
    }

    private ValueTask<int> PassHeadersOn(ValueTask<int> receiving, CancellationToken cancel) =>
        receiving.IsCompleted || Downstream is null ? receiving : new ValueTask<int>(PassHeadersOnAsync(receiving.AsTask(), cancel));

    // The target belongs to the caller, so it isn't left while data may still be written to it.
    private async Task<int> PassHeadersOnAsync(Task<int> receiving, CancellationToken cancel)
    {
        try
        {
            await PassHeadersOnAsync(cancel).ConfigureAwait(false);
        }
        catch
        {
            exchange.Abort();
            await Task.WhenAny(receiving).ConfigureAwait(false);
            throw;
        }

        return await receiving.ConfigureAwait(false);
    }

    // The response has begun, even when nothing of its body has arrived.
    private async ValueTask<int> FailAsync(Exception failure, CancellationToken cancel)
    {
        exchange.Abort();
        var cause = exchange.CauseOf(failure);
        if (cause is not OperationCanceledException)
        {
            await PassHeadersOnAsync(cancel).ConfigureAwait(false);
        }

        throw cause;
    }
}
