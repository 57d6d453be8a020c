using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Represents the client's side of an upgraded connection.</summary>
internal sealed class TunnelStream(Stream inner, StreamInfo stream, Tunnel tunnel) : UnseekableStream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            stream.BytesReceived += count;
            if (count == 0 && buffer.Length > 0)
            {
                tunnel.OnEndOfClient();
            }

            return count;
        }
        catch (Exception e)
        {
            // YARP cancels the operation when the upstream has ended the connection.
            tunnel.OnEnd(isByClient: e is not OperationCanceledException || stream.Lifetime.IsClientGone);
            throw;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
            stream.BytesSent += buffer.Length;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            tunnel.OnEnd(isByClient: true);
            throw;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
