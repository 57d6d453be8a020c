using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Upstreams.Streaming;

/// <summary>Reads the body of a response. Its length must be the one that the head says.</summary>
/// <param name="inner">The body as <see cref="SocketsHttpHandler"/> provides it.</param>
/// <param name="length">The length; null when it isn't known.</param>
/// <param name="response">The response, which gets the trailers.</param>
/// <param name="request">The body of the request, which isn't sent any further when the response has ended; null for none.</param>
internal sealed class StreamedResponseBody(Stream inner, long? length, HttpResponseMessage response, StreamedRequest? request) : UnseekableStream
{
    private long _received;

    public override bool CanRead => true;

    /// <summary>
    /// Gets or sets the response to the client. Its headers are sent before the body is first waited for; when the response has ended
    /// with its head, as that of a failed gRPC call, they aren't sent before.
    /// </summary>
    public HttpResponse? Downstream { get; set; }

    /// <summary>Gets or sets the attempt, which gets the trailers, too.</summary>
    public UpstreamAttempt? Attempt { get; set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return WaitAsync(read, buffer.Length, cancellationToken);
        }

        var count = read.Result;
        return Count(count, buffer.Length) ? new ValueTask<int>(count) : FailAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read, int requested, CancellationToken cancel)
    {
        var count = Downstream is null ? await read.ConfigureAwait(false) : await PassHeadersOnAsync(read.AsTask(), cancel).ConfigureAwait(false);
        return Count(count, requested) ? count : await FailAsync(cancel).ConfigureAwait(false);
    }

    // The buffer belongs to the caller, so it isn't left while data may still be written to it.
    private async Task<int> PassHeadersOnAsync(Task<int> read, CancellationToken cancel)
    {
        try
        {
            await PassHeadersOnAsync(cancel).ConfigureAwait(false);
        }
        catch
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            await Task.WhenAny(read).ConfigureAwait(false);
            throw;
        }

        return await read.ConfigureAwait(false);
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

    /// <returns>False when the body is longer or shorter than the head says.</returns>
    private bool Count(int count, int requested)
    {
        _received += count;
        var isEnd = count == 0 && requested > 0;
        if (isEnd)
        {
            request?.Stop();
            if (Attempt is not null && response.TrailingHeaders.NonValidated.Count > 0)
            {
                Attempt.Trailers = response.TrailingHeaders;
            }
        }

        return length is null || (isEnd ? _received == length : _received <= length);
    }

    // The response has begun, even when nothing of its body has been passed on.
    private async ValueTask<int> FailAsync(CancellationToken cancel)
    {
        await PassHeadersOnAsync(cancel).ConfigureAwait(false);
        throw new HttpProtocolException(ProtocolErrors.ProtocolError, "The length of the response differs from its Content-Length.", null);
    }
}
