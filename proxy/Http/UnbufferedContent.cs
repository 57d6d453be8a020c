using System.Net;

namespace ZipkinMesh.Proxy.Http;

/// <summary>The base class for the contents of responses whose bodies are read as they come, and never kept.</summary>
/// <param name="body">The body, which ends with the content.</param>
internal abstract class UnbufferedContent(Stream body) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(body);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => body;

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) => body.CopyToAsync(target);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
