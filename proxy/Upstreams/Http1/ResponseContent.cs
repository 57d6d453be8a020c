using System.Net;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Represents the head and the body of a response, as the content of an <see cref="HttpResponseMessage"/>.</summary>
internal sealed class ResponseContent(ResponseHead head, Stream stream, EndPoint? localEndPoint) : HttpContent
{
    /// <summary>Gets the head of the response, until the body is read.</summary>
    public ResponseHead Head => head;

    /// <summary>Gets the body; null when the response upgrades the connection.</summary>
    public ResponseBodyStream? Body => stream as ResponseBodyStream;

    /// <summary>Gets the proxy's address of the connection.</summary>
    public EndPoint? LocalEndPoint => localEndPoint;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(stream);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => stream;

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) => stream.CopyToAsync(target);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
