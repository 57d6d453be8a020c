using System.Net;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Streaming;

/// <summary>
/// Sends the body of a request as it comes: <see cref="SocketsHttpHandler"/> alone would keep small parts until its buffer is full. What
/// the client hasn't sent when the response ends is left out.
/// </summary>
internal sealed class StreamedRequest : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Lock _lock = new();
    private CancellationTokenSource? _stop;
    private bool _hasBegun;
    private bool _isStopped;

    public StreamedRequest(HttpContent inner)
    {
        _inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>
    /// Gets a value indicating that the upstream refused the request before it processed it, and that it wasn't sent again because its
    /// body had been read.
    /// </summary>
    public bool HasBeenRefused { get; private set; }

    /// <summary>Stops sending, because the response has ended.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            _stop?.Cancel();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_hasBegun)
        {
            // Only a refused request is sent again.
            HasBeenRefused = true;
            throw new InvalidOperationException("The body of the request has been sent before.");
        }

        _hasBegun = true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Begin(stop);
        try
        {
            await _inner.CopyToAsync(new FlushedStream(stream), context, stop.Token).ConfigureAwait(false);
        }
        catch when (cancellationToken.IsCancellationRequested)
        {
            // The stream has been reset. The exception of a write says why; that of the copy would hide it.
            await stream.WriteAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            throw;
        }
        finally
        {
            Begin(null);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Begin(CancellationTokenSource? stop)
    {
        lock (_lock)
        {
            _stop = stop;
            if (_isStopped)
            {
                _stop?.Cancel();
            }
        }
    }

    private sealed class FlushedStream(Stream inner) : UnseekableStream
    {
        public override bool CanWrite => true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    }
}
