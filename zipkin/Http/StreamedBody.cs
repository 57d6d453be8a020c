using System.Buffers;
using System.Text.Json;
using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// The body of a response with traces. Up to a size it is sent as a whole, with its length; a larger one is sent in parts.
/// </summary>
internal sealed class StreamedBody : IAsyncDisposable
{
    private const string ContentType = "application/json";
    private const int PartBytes = 256 * 1024;

    private readonly HttpContext _context;
    private readonly QueryDeadline _deadline;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Stream? _stream;

    public StreamedBody(HttpContext context, QueryDeadline deadline)
    {
        (_context, _deadline) = (context, deadline);
        Json = new Utf8JsonWriter(_buffer, Responses.Compact);
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>Writes the spans of a trace as an array.</summary>
    /// <exception cref="TimeoutException"/>
    public async Task WriteAsync(IEnumerable<Span> trace)
    {
        Json.WriteStartArray();
        foreach (var span in trace)
        {
            _deadline.ThrowIfOver();
            V2SpanWriter.Write(Json, span);
            if (_buffer.WrittenCount + Json.BytesPending > PartBytes)
            {
                await _deadline.WaitAsync(SendPartAsync());
            }
        }

        Json.WriteEndArray();
    }

    /// <summary>Sends what is left.</summary>
    public async Task CompleteAsync()
    {
        await Json.FlushAsync();
        if (_stream is null)
        {
            await Responses.WriteBytesAsync(_context, StatusCodes.Status200OK, ContentType, _buffer.WrittenMemory);
            return;
        }

        await SendPartAsync();
        await _stream.DisposeAsync();
    }

    // The stream of an incomplete response isn't disposed of: its end would make the response look complete.
    public ValueTask DisposeAsync() => Json.DisposeAsync();

    private async Task SendPartAsync()
    {
        await Json.FlushAsync();
        if (_stream is null)
        {
            _context.Response.ContentType = ContentType;
            _stream = ResponseCompression.Open(_context);
        }

        await _stream.WriteAsync(_buffer.WrittenMemory, _context.RequestAborted);
        _buffer.ResetWrittenCount();
    }
}
