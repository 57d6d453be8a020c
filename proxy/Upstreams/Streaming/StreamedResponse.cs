using System.Net;

namespace ZipkinMesh.Proxy.Upstreams.Streaming;

/// <summary>Represents the content of a response whose body is passed on as it comes.</summary>
internal sealed class StreamedResponse : HttpContent
{
    private readonly HttpContent _inner;

    public StreamedResponse(HttpContent inner, StreamedResponseBody body)
    {
        (_inner, Body) = (inner, body);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    public StreamedResponseBody Body { get; }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(Body);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => Body;

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) => Body.CopyToAsync(target);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Body.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
