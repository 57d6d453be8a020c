using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Sends and receives with TLS, one operation of each at a time. As in <see cref="SocketReceiver"/>, an operation that receives may be
/// pending without anybody awaiting it. Counts the bytes of the content.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="onCompleting">Called when an operation that was pending completes, before its awaiter continues.</param>
/// <param name="counters">The counts of the cluster.</param>
internal sealed class TlsTransport(SslStream stream, Action onCompleting, ClusterCounters counters) : IDisposable
{
    private volatile bool _isClosed;

    /// <summary>Gets a value indicating that the peer has closed or reset the connection.</summary>
    public bool HasPeerEnded { get; private set; }

    /// <summary>Sends all of the data.</summary>
    /// <exception cref="IOException">The connection was reset or closed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            await stream.WriteAsync(data).ConfigureAwait(false);
            counters.BytesSent.Add(data.Length);
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The connection to the upstream is closed.", e);
        }
    }

    /// <summary>Receives into the buffer. The result is 0 when the peer has closed the connection.</summary>
    /// <exception cref="IOException">The connection was reset or closed; the inner exception is a <see cref="SocketException"/>.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        var read = stream.ReadAsync(buffer);
        var isPending = !read.IsCompleted;
        var count = 0;
        Exception? failure = null;
        try
        {
            count = await read.ConfigureAwait(false);
            counters.BytesReceived.Add(count);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            failure = e;
        }

        if (failure is not null || (count == 0 && buffer.Length > 0))
        {
            OnEnd(failure);
        }

        if (isPending)
        {
            onCompleting();
        }

        return failure is null ? count : throw new IOException("The connection to the upstream failed.", SocketErrorOf(failure));
    }

    public void Dispose()
    {
        _isClosed = true;
        stream.Dispose();
    }

    // A server that rejects the client certificate says so only after the handshake, in TLS 1.3.
    private void OnEnd(Exception? failure)
    {
        if (_isClosed)
        {
            return;
        }

        HasPeerEnded = true;
        if (failure is IOException { InnerException: not (null or SocketException) })
        {
            counters.Tls.ConnectionErrors.Increment();
        }
    }

    private static SocketException SocketErrorOf(Exception failure) =>
        failure.InnerException as SocketException ?? new SocketException((int)SocketError.ConnectionReset);
}
