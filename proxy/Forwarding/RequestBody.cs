using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Counts the bytes of a request body, and starts the route's timeout at its end.</summary>
internal sealed class RequestBody(Stream inner, StreamInfo stream) : UnseekableStream
{
    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        stream.BytesReceived += count;
        stream.IsRequestComplete |= stream.BytesReceived == stream.Context.Request.ContentLength;
        if (count == 0 && buffer.Length > 0)
        {
            stream.IsRequestComplete = true;
            stream.Lifetime.StartTimeout();
        }

        return count;
    }
}
