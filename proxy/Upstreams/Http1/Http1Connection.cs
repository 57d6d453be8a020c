using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Represents a connection to an upstream, with a buffer for what has been received. Requests use it one after the other; receiving and
/// sending may run at the same time.
/// </summary>
internal sealed class Http1Connection : IDisposable
{
    /// <summary>The size of the buffer in bytes, until a response head doesn't fit.</summary>
    public const int BufferSize = 4096;

    private const int InUse = 0;
    private const int Idle = 1;
    private const int Closed = 2;

    private readonly ConnectionPool _pool;
    private readonly Socket _socket;
    private readonly SocketReceiver _receiver;
    private byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private int _state;
    private ValueTask<int>? _idleRead;

    // Null without TLS.
    private readonly TlsTransport? _tls;

    private Http1Connection(ConnectionPool pool, Socket socket, SslStream? tls)
    {
        _pool = pool;
        _socket = socket;
        _tls = tls is null ? null : new TlsTransport(tls, CloseIfIdle, pool.Counters);
        _receiver = new SocketReceiver(CloseIfIdle, pool.Counters.BytesReceived);
        LocalEndPoint = socket.LocalEndPoint;
    }

    /// <summary>Gets the address of this end.</summary>
    public EndPoint? LocalEndPoint { get; }

    /// <summary>Gets the head of the current response. It is reused by the next one.</summary>
    public ResponseHead Head { get; } = new();

    /// <summary>Gets or sets the time at which the connection became idle, as a timestamp of the pool's clock.</summary>
    public long IdleSince { get; set; }

    /// <summary>Gets or sets the time at which the connection was opened, as a timestamp of the pool's clock.</summary>
    public long OpenedAt { get; set; }

    /// <summary>Gets or sets the number of requests that have ended, if the pool limits it.</summary>
    public int Requests { get; set; }

    /// <summary>Gets a value indicating that the upstream has closed or reset the connection.</summary>
    public bool HasPeerEnded => _tls?.HasPeerEnded ?? _receiver.HasPeerEnded;

    /// <summary>Gets the bytes that have been received and not consumed.</summary>
    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Opens a connection, with TLS if the pool has it.</summary>
    /// <exception cref="SocketException">The connection can't be opened.</exception>
    /// <exception cref="UpstreamTlsException">The handshake failed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<Http1Connection> OpenAsync(ConnectionPool pool, EndPoint endPoint, CancellationToken cancel)
    {
        var socket = endPoint is IPEndPoint
            ? new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(endPoint, cancel).ConfigureAwait(false);
            var tls = pool.Server is { } server
                ? await server.AuthenticateAsync(new NetworkStream(socket), cancel).ConfigureAwait(false)
                : null;
            return new Http1Connection(pool, socket, tls);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends all of the data.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        if (_tls is not null)
        {
            return _tls.SendAsync(data);
        }

        ValueTask<int> sending;
        try
        {
            sending = _socket.SendAsync(data, SocketFlags.None);
        }
        catch (ObjectDisposedException e)
        {
            return ValueTask.FromException(new IOException("The connection to the upstream is closed.", e));
        }

        if (!sending.IsCompletedSuccessfully)
        {
            return SendRestAsync(sending, data);
        }

        var sent = sending.Result;
        _pool.Counters.BytesSent.Add(sent);
        return sent == data.Length ? ValueTask.CompletedTask : SendRestAsync(new ValueTask<int>(0), data[sent..]);
    }

    /// <summary>Receives more data into the buffer; <see cref="Commit"/> must follow. The result is 0 at the end of the connection.</summary>
    public ValueTask<int> FillAsync()
    {
        if (_idleRead is { } read)
        {
            _idleRead = null;
            return read;
        }

        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var target = _start < _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Buffered.CopyTo(target);
            (_buffer, _start, _end) = (target, 0, _end - _start);
        }

        return ReceiveAsync(_buffer.AsMemory(_end));
    }

    /// <summary>Adds what <see cref="FillAsync"/> has received to <see cref="Buffered"/>.</summary>
    public void Commit(int count) => _end += count;

    /// <summary>Removes bytes from the start of <see cref="Buffered"/>.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Receives past the buffer, which must be empty.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> target) =>
        _tls is null ? _receiver.ReceiveAsync(_socket, target) : _tls.ReceiveAsync(target);

    /// <summary>
    /// Makes the connection idle, for a later <see cref="TryTake"/>. It listens for the end of the connection from then on, in the
    /// operation that receives the next response.
    /// </summary>
    /// <returns>False when the connection can't be used again, because the upstream has closed it or sent what nobody asked for.</returns>
    public bool TryBecomeIdle()
    {
        if (_start != _end)
        {
            return false;
        }

        _start = _end = 0;
        if (_buffer.Length > BufferSize * 4)
        {
            _buffer = new byte[BufferSize];
        }

        Volatile.Write(ref _state, Idle);
        var read = ReceiveAsync(_buffer);
        if (read.IsCompleted)
        {
            return false;
        }

        _idleRead = read;
        return true;
    }

    /// <summary>Gets a value indicating that the connection was closed.</summary>
    public bool IsClosed => Volatile.Read(ref _state) == Closed;

    /// <summary>Takes an idle connection for a request.</summary>
    /// <returns>False when it was closed in the meantime.</returns>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, InUse, Idle) == Idle;

    /// <summary>Ends the connection in both directions. Operations that are pending complete; nothing more is received.</summary>
    public void Shutdown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The upstream has ended it before.
        }
    }

    /// <summary>Closes the connection. Operations that are pending fail.</summary>
    /// <returns>False when it was closed before.</returns>
    public bool TryClose()
    {
        if (Interlocked.Exchange(ref _state, Closed) == Closed)
        {
            return false;
        }

        _tls?.Dispose();
        _socket.Dispose();
        _receiver.Dispose();
        return true;
    }

    public void Dispose() => TryClose();

    // Data that nobody waits for, or the end of the connection, while it is idle.
    private void CloseIfIdle()
    {
        if (Volatile.Read(ref _state) == Idle && Interlocked.CompareExchange(ref _state, InUse, Idle) == Idle)
        {
            _pool.Close(this);
        }
    }

    private async ValueTask SendRestAsync(ValueTask<int> sending, ReadOnlyMemory<byte> data)
    {
        try
        {
            var sent = await sending.ConfigureAwait(false);
            while (true)
            {
                _pool.Counters.BytesSent.Add(sent);
                data = data[sent..];
                if (data.IsEmpty)
                {
                    return;
                }

                sent = await _socket.SendAsync(data, SocketFlags.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new IOException("The connection to the upstream failed.", e);
        }
    }
}
