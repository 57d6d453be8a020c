using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ZipkinMesh.Tests.Support;

/// <summary>Reads and writes HTTP/1.1 over a socket, as a client or a server. Adds, decodes and reorders nothing.</summary>
internal sealed class RawConnection(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        return new RawConnection(socket);
    }

    /// <summary>Writes text, one byte per character (Latin-1).</summary>
    public async Task WriteAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), timeout.Token);
    }

    /// <summary>Reads the next request; returns null when the client closes the connection instead.</summary>
    public async Task<RawMessage?> ReadRequestAsync(CancellationToken cancel) => await ReadHeadAsync(cancel) is { } head
        ? await ReadBodyAsync(head, hasBody: true, cancel)
        : null;

    /// <summary>Reads the next response. The method of its request decides whether it has a body.</summary>
    public async Task<RawMessage> ReadResponseAsync(string method = "GET")
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        var head = await ReadHeadAsync(timeout.Token) ?? throw new IOException("The connection was closed without a response.");
        var status = head.Lines[0].Split(' ')[1];
        return await ReadBodyAsync(head, method != "HEAD" && status is not ("204" or "304") && status[0] != '1', timeout.Token);
    }

    /// <summary>Reads the status line and headers of a response, without its body.</summary>
    public async Task ReadResponseHeadAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        await ReadHeadAsync(timeout.Token);
    }

    /// <summary>Reads the given number of bytes.</summary>
    public async Task<string> ReadTextAsync(int length)
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        var text = new StringBuilder();
        return await ReadAsync(text, length, timeout.Token) ? text.ToString() : throw new IOException($"The connection was closed after: {text}");
    }

    /// <summary>Reads everything until the peer closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        var text = new StringBuilder();
        await ReadToEndAsync(text, timeout.Token);
        return text.ToString();
    }

    /// <summary>Waits until the peer closes or resets the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        try
        {
            while (await ReadByteAsync(timeout.Token) >= 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Ends what is sent, and keeps receiving.</summary>
    public void CloseOutput() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes the connection with a TCP reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose() => _stream.Dispose();

    private async Task<Head?> ReadHeadAsync(CancellationToken cancel)
    {
        var lines = new List<string>();
        while (await ReadLineAsync(cancel) is { } line)
        {
            if (line.Length == 0)
            {
                return new Head([.. lines]);
            }

            lines.Add(line);
        }

        return lines.Count == 0 ? null : throw new IOException($"The connection was closed in the middle of the headers:\n{string.Join('\n', lines)}");
    }

    private async Task<RawMessage> ReadBodyAsync(Head head, bool hasBody, CancellationToken cancel)
    {
        var body = new StringBuilder();
        var complete = !hasBody || await (head.Value("transfer-encoding") is not null ? ReadChunksAsync(body, cancel)
            : head.Value("content-length") is { } length ? ReadAsync(body, int.Parse(length, CultureInfo.InvariantCulture), cancel)
            : head.IsResponse ? ReadToEndAsync(body, cancel)
            : Task.FromResult(true));
        return new RawMessage(head.Lines[0], head.Headers, body.ToString(), complete);
    }

    private async Task<bool> ReadChunksAsync(StringBuilder body, CancellationToken cancel)
    {
        while (await ReadLineAsync(cancel) is { Length: > 0 } size)
        {
            var length = int.Parse(size.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (!await ReadAsync(body, length, cancel) || await ReadLineAsync(cancel) is not "")
            {
                return false;
            }

            if (length == 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> ReadAsync(StringBuilder body, int length, CancellationToken cancel)
    {
        for (var i = 0; i < length; i++)
        {
            var next = await ReadByteAsync(cancel);
            if (next < 0)
            {
                return false;
            }

            body.Append((char)next);
        }

        return true;
    }

    private async Task<bool> ReadToEndAsync(StringBuilder body, CancellationToken cancel)
    {
        for (int next; (next = await ReadByteAsync(cancel)) >= 0;)
        {
            body.Append((char)next);
        }

        return true;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        for (int next; (next = await ReadByteAsync(cancel)) >= 0;)
        {
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)next);
        }

        return null;
    }

    private async ValueTask<int> ReadByteAsync(CancellationToken cancel)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await _stream.ReadAsync(_buffer, cancel);
        }

        return _end == 0 ? -1 : _buffer[_start++];
    }

    private sealed record Head(string[] Lines)
    {
        public bool IsResponse { get; } = Lines[0].StartsWith("HTTP/", StringComparison.Ordinal);

        public (string Name, string Value)[] Headers { get; } = [.. Lines.Skip(1).Select(Split)];

        public string? Value(string name) => Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

        private static (string Name, string Value) Split(string line) => line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? (line[..colon], line[(colon + 1)..].Trim(' '))
            : throw new IOException($"Not a header: {line}");
    }
}
