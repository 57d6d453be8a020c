using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ZipkinMesh.Faults.Servers;

/// <summary>Reads requests from a connection, and writes bytes to it.</summary>
internal sealed class ServerConnection(Socket socket)
{
    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads the head of the next request; returns null when the client closes the connection instead.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        var head = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 4;
        return head;
    }

    /// <summary>Reads the body of a request; returns null when the client closes the connection before its end.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(string head)
    {
        if (!head.Contains("\r\ntransfer-encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadBodyAsync(ContentLength(head));
        }

        var body = new MemoryStream();
        while (await ReadLineAsync() is { } line)
        {
            var size = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

            // The chunk, and the line end after it.
            if (await ReadBodyAsync(size + 2) is not { } chunk)
            {
                return null;
            }

            body.Write(chunk.Span[..size]);
            if (size == 0)
            {
                return body.ToArray();
            }
        }

        return null;
    }

    /// <summary>Reads a body of a length; returns null when the client closes the connection before its end.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(int length)
    {
        if (length > _buffer.Length)
        {
            var larger = new byte[length];
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }

        while (_end - _start < length)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        var body = _buffer.AsMemory(_start, length);
        _start += length;
        return body;
    }

    /// <summary>Returns the bytes that have come of a body, at most the limit; none when the client closed the connection.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadSomeAsync(long limit)
    {
        if (_start == _end && !await FillAsync())
        {
            return default;
        }

        var some = _buffer.AsMemory(_start, (int)Math.Min(limit, _end - _start));
        _start += some.Length;
        return some;
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Waits until the client closes the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        do
        {
            _start = _end;
        }
        while (await FillAsync());
    }

    /// <summary>Returns the value of Content-Length; 0 without one.</summary>
    public static int ContentLength(string head)
    {
        const string Name = "\r\ncontent-length:";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(head.AsSpan(start + Name.Length).Trim().ToString().Split('\r')[0], CultureInfo.InvariantCulture);
    }

    private async Task<string?> ReadLineAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        var line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    private async Task<bool> FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += count;
        return count > 0;
    }
}
