using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Receives from a socket, one operation at a time. The object is the operation and its <see cref="ValueTask"/> in one, and is reused,
/// so that receiving allocates nothing. An operation may be pending without anybody awaiting it.
/// </summary>
/// <param name="onCompleting">Called when an operation that was pending completes, before its awaiter continues.</param>
/// <param name="bytes">Counts the bytes.</param>
internal sealed class SocketReceiver(Action onCompleting, Counter bytes) : SocketAsyncEventArgs(true), IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _core;

    /// <summary>Gets a value indicating that the peer has closed or reset the connection.</summary>
    public bool HasPeerEnded { get; private set; }

    /// <summary>Receives into the buffer. The result is 0 when the peer has closed the connection.</summary>
    /// <exception cref="IOException">The connection was reset or closed; the inner exception is a <see cref="SocketException"/>.</exception>
    public ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> buffer)
    {
        _core.Reset();
        SetBuffer(buffer);
        bool isPending;
        try
        {
            isPending = socket.ReceiveAsync(this);
        }
        catch (ObjectDisposedException)
        {
            return ValueTask.FromException<int>(Failure(SocketError.OperationAborted));
        }

        if (!isPending)
        {
            CountReceived();
        }

        return isPending ? new ValueTask<int>(this, _core.Version)
            : SocketError == SocketError.Success ? new ValueTask<int>(BytesTransferred)
            : ValueTask.FromException<int>(Failure(SocketError));
    }

    int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        CountReceived();
        onCompleting();
        if (SocketError == SocketError.Success)
        {
            _core.SetResult(BytesTransferred);
        }
        else
        {
            _core.SetException(Failure(SocketError));
        }
    }

    private void CountReceived()
    {
        if (SocketError == SocketError.Success && BytesTransferred > 0)
        {
            bytes.Add(BytesTransferred);
        }
        else if (SocketError != SocketError.OperationAborted && MemoryBuffer.Length > 0)
        {
            HasPeerEnded = true;
        }
    }

    private static IOException Failure(SocketError error) => new("The connection to the upstream failed.", new SocketException((int)error));
}
