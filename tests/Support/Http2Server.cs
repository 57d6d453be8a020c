using System.Buffers.Binary;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Support;

/// <summary>
/// A server of HTTP/2 by prior knowledge that answers each request with the frames a test writes, well-formed or not. It doesn't decode
/// requests.
/// </summary>
internal sealed class Http2Server : LoopbackServer
{
    private const int PrefaceLength = 24;

    private int _requestCount;

    /// <summary>Answers the request of a stream.</summary>
    public delegate Task StreamHandler(Http2Connection connection, int stream);

    /// <summary>Gets or sets the handler of all requests.</summary>
    public StreamHandler Handler { get; set; } = Send(stream => [Http2Frame.Headers(stream, ends: true, (":status", "200"))]);

    /// <summary>Gets the number of requests received.</summary>
    public int RequestCount => Volatile.Read(ref _requestCount);

    /// <summary>Answers with frames.</summary>
    public static StreamHandler Send(Func<int, byte[][]> frames) => (connection, stream) => connection.WriteAsync([.. frames(stream).SelectMany(frame => frame)]);

    /// <summary>Answers with frames, then closes the connection.</summary>
    public static StreamHandler SendThenClose(Func<int, byte[][]> frames) => async (connection, stream) =>
    {
        await Send(frames)(connection, stream);
        connection.Dispose();
    };

    protected override async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        using var connection = new Http2Connection(socket);
        await connection.ReadAsync(PrefaceLength, stopping);
        await connection.WriteAsync(Http2Frame.Create(Http2Frame.Settings, 0, 0, []));
        while (true)
        {
            var header = await connection.ReadAsync(Http2Frame.HeaderLength, stopping);
            var payload = await connection.ReadAsync((header[0] << 16) | (header[1] << 8) | header[2], stopping);
            await AnswerAsync(connection, header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
        }
    }

    private Task AnswerAsync(Http2Connection connection, byte type, byte flags, int stream, byte[] payload)
    {
        const byte Acknowledgement = 1;
        if (type == Http2Frame.HeadersType)
        {
            Interlocked.Increment(ref _requestCount);
            return Handler(connection, stream);
        }

        return type is Http2Frame.Settings or Http2Frame.Ping && (flags & Acknowledgement) == 0
            ? connection.WriteAsync(Http2Frame.Create(type, Acknowledgement, 0, type == Http2Frame.Ping ? payload : []))
            : Task.CompletedTask;
    }

    /// <summary>Represents a connection to the server.</summary>
    internal sealed class Http2Connection(Socket socket) : IDisposable
    {
        private readonly NetworkStream _stream = new(socket, ownsSocket: true);

        public Task WriteAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

        public async Task<byte[]> ReadAsync(int length, CancellationToken cancel)
        {
            var bytes = new byte[length];
            await _stream.ReadExactlyAsync(bytes, cancel);
            return bytes;
        }

        public void Dispose() => _stream.Dispose();
    }
}
