using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>The body of a response, counted. Stream and feature in one, as each request needs both.</summary>
internal sealed class ResponseBody(IHttpResponseBodyFeature inner, StreamInfo exchange) : UnseekableStream, IHttpResponseBodyFeature
{
    private readonly Stream _inner = inner.Stream;

    Stream IHttpResponseBodyFeature.Stream => this;

    PipeWriter IHttpResponseBodyFeature.Writer => throw new NotSupportedException("Bodies are written as streams, where they are counted.");

    public override bool CanWrite => true;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.ResponseSize += buffer.Length;
        return _inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
