using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners.Codecs;

/// <summary>
/// Chooses between HTTP/1.1 and HTTP/2 for each connection (Envoy's <c>codec_type: AUTO</c>): by the result of the TLS handshake, or in
/// clear text by the first bytes. Kestrel itself serves only one of the two on a port without TLS.
/// </summary>
internal sealed class CodecSelector(Http2Listener http2)
{
    /// <summary>Serves a connection with the protocol that the client speaks.</summary>
    /// <param name="connection">The connection, of which no byte has been consumed.</param>
    /// <param name="http1">Serves HTTP/1.1, and any protocol after a TLS handshake.</param>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http1)
    {
        var downstream = connection.Features.Get<DownstreamConnection>()!;
        var hasTls = connection.Features.Get<ITlsHandshakeFeature>() is not null;
        downstream.Codec = hasTls ? CodecOf(connection.Features.Get<ITlsApplicationProtocolFeature>()) : await ReadCodecAsync(connection);
        if (downstream.Codec == Codec.Http1)
        {
            await http1(connection);
        }
        else if (downstream.Codec == Codec.Http2)
        {
            var counters = downstream.Listener.Counters;
            counters.Http2Connections.Increment();
            try
            {
                await (hasTls ? http1(connection) : http2.ServeAsync(connection));
            }
            finally
            {
                counters.Http2ConnectionsClosed.Increment();
            }
        }
    }

    private static Codec CodecOf(ITlsApplicationProtocolFeature? negotiated) =>
        negotiated?.ApplicationProtocol.Span.SequenceEqual("h2"u8) == true ? Codec.Http2 : Codec.Http1;

    // Unknown when the connection ends before.
    private static async ValueTask<Codec> ReadCodecAsync(ConnectionContext connection)
    {
        try
        {
            return await ReadCodecAsync(connection.Transport.Input);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return Codec.Unknown;
        }
    }

    private static async ValueTask<Codec> ReadCodecAsync(PipeReader input)
    {
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            if (Http2Preface.Find(buffer) is { } isHttp2)
            {
                input.AdvanceTo(buffer.Start);
                return isHttp2 ? Codec.Http2 : Codec.Http1;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? Codec.Unknown : Codec.Http1;
            }
        }
    }
}
