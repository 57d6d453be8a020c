using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Hosting.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Counts the bytes of a request body, notices a malformed one, and starts the timeouts at its end.</summary>
internal sealed class RequestBody(Stream inner, StreamInfo stream) : UnseekableStream
{
    // Kestrel throws the same exception for a malformed chunk and for a client that disconnects: only the text says which. For a size
    // beyond 64 bits it throws another one.
    private const string UnexpectedEnd = "Unexpected end of request content.";

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            stream.BytesReceived += count;
            if (count == 0 && buffer.Length > 0)
            {
                CheckTrailers();
                stream.CompleteRequest();
            }
            else if (stream.BytesReceived == stream.Context.Request.ContentLength)
            {
                stream.CompleteRequest();
            }

            return count;
        }
        catch (IOException e) when (e is BadHttpRequestException ? e.Message != UnexpectedEnd : e.InnerException is OverflowException)
        {
            stream.BodyRejection ??= e is BadHttpRequestException { StatusCode: StatusCodes.Status431RequestHeaderFieldsTooLarge }
                ? LocalReply.HeadersTooLarge
                : LocalReply.BadRequest;
            throw;
        }
    }

    // Trailers aren't forwarded, but a malformed one makes the whole request malformed, as in Envoy.
    private void CheckTrailers()
    {
        if (stream.Context.Features.Get<IHttpRequestTrailersFeature>() is { Available: true, Trailers: { Count: > 0 } trailers }
            && RejectionOf(trailers) is { } rejection)
        {
            stream.BodyRejection = rejection;
            throw new BadHttpRequestException("A trailer is malformed.");
        }
    }

    private LocalReply? RejectionOf(IHeaderDictionary trailers) =>
        trailers.Any(trailer => HeaderValue.HasControlCharacters(trailer.Value)) ? LocalReply.InvalidCharacters
        : !HttpProtocol.IsHttp2(stream.Context.Request.Protocol) ? null
        : Http2RequestCheck.AreValidTrailers(trailers) ? null
        : LocalReply.MalformedHttp2;
}
