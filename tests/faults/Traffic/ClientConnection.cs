using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZipkinMesh.Faults.Traffic;

/// <summary>
/// Represents a client's keep-alive connection. It sends what it is given, retries nothing, and reads responses while it is still sending.
/// </summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private ClientConnection()
    {
    }

    /// <summary>Gets a value indicating whether another request can be sent: the last response was complete and didn't end the connection.</summary>
    public bool IsReusable { get; private set; } = true;

    /// <summary>Gets a value indicating whether the server has closed the idle connection.</summary>
    public bool IsClosed => _start == _end && _socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Opens a connection to a port of 127.0.0.1.</summary>
    /// <exception cref="SocketException">The port is closed.</exception>
    public static async Task<ClientConnection> OpenAsync(int port, CancellationToken cancel)
    {
        var connection = new ClientConnection();
        try
        {
            await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its response. A connection that ends early is a response without status or an incomplete one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="onHead">Called when the head of the response has arrived.</param>
    /// <param name="cancel">Cancels both.</param>
    public async Task<Response> SendAsync(Request request, Action? onHead, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        IsReusable = false;
        using var stream = new NetworkStream(_socket, ownsSocket: false);
        var sending = WriteAsync(request, stream, cancel);
        var (status, head) = (0, TimeSpan.Zero);
        var (body, isComplete, keepsAlive) = (0L, false, false);
        try
        {
            ResponseHead response;
            do
            {
                response = ResponseHead.Parse(await ReadHeadAsync(cancel));
            }
            while (response.Status is >= 100 and < 200);

            (status, head) = (response.Status, clock.Elapsed);
            onHead?.Invoke();
            (body, isComplete) = await ReadBodyAsync(response, cancel);
            keepsAlive = isComplete && response.KeepsAlive;
        }
        catch (Exception e) when (e is IOException or SocketException or FormatException)
        {
            // The response ends here.
        }

        // A server may respond without reading the whole request.
        IsReusable = await sending && keepsAlive;
        return new Response(status, isComplete, body, head, clock.Elapsed);
    }

    public void Dispose() => _socket.Dispose();

    private static async Task<bool> WriteAsync(Request request, NetworkStream stream, CancellationToken cancel)
    {
        try
        {
            await stream.WriteAsync(request.Head, cancel);
            await request.WriteBodyAsync(stream, cancel);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<string> ReadHeadAsync(CancellationToken cancel)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await FillAsync(cancel);
        }

        var head = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 4;
        return head;
    }

    private async Task<(long Length, bool IsComplete)> ReadBodyAsync(ResponseHead response, CancellationToken cancel)
    {
        if (!response.IsChunked)
        {
            return await SkipAsync(response.ContentLength ?? long.MaxValue, cancel) is var skipped && response.ContentLength is { } length
                ? (skipped, skipped == length)
                : (skipped, true);
        }

        for (var total = 0L; ;)
        {
            var size = await ReadChunkSizeAsync(cancel);
            if (size < 0)
            {
                return (total, false);
            }

            // The chunk, and the line end after it.
            var skipped = await SkipAsync(size + 2, cancel);
            total += Math.Min(skipped, size);
            if (skipped < size + 2 || size == 0)
            {
                return (total, skipped == size + 2);
            }
        }
    }

    private async Task<long> ReadChunkSizeAsync(CancellationToken cancel)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await TryFillAsync(cancel))
            {
                return -1;
            }
        }

        var parsed = Utf8Parser.TryParse(_buffer.AsSpan(_start, length), out long size, out _, 'x');
        _start += length + 2;
        return parsed ? size : -1;
    }

    // Returns the number of bytes that came: fewer than the limit when the connection has ended.
    private async Task<long> SkipAsync(long limit, CancellationToken cancel)
    {
        for (var total = 0L; ;)
        {
            var count = (int)Math.Min(limit - total, _end - _start);
            (_start, total) = (_start + count, total + count);
            if (total == limit || !await TryFillAsync(cancel))
            {
                return total;
            }
        }
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        if (!await TryFillAsync(cancel))
        {
            throw new IOException("The connection was closed.");
        }
    }

    private async Task<bool> TryFillAsync(CancellationToken cancel)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            throw new FormatException("The head is larger than the buffer.");
        }

        try
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancel);
            _end += count;
            return count > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
