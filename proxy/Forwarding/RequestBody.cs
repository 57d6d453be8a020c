using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>The body of a request: counted, and its end starts the route's timeout.</summary>
internal sealed class RequestBody(Stream inner, StreamInfo exchange, RequestLifetime lifetime) : UnseekableStream
{
    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        exchange.RequestSize += count;
        if (count == 0 && buffer.Length > 0)
        {
            lifetime.StartTimeout();
        }

        return count;
    }
}
