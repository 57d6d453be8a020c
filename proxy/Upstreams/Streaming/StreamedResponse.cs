using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Streaming;

/// <summary>Represents the content of a response whose body is passed on as it comes.</summary>
internal sealed class StreamedResponse : UnbufferedContent
{
    private readonly HttpContent _inner;

    public StreamedResponse(HttpContent inner, StreamedResponseBody body)
        : base(body)
    {
        (_inner, Body) = (inner, body);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    public StreamedResponseBody Body { get; }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _inner.Dispose();
        }
    }
}
