using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace ZipkinMesh.Exporter.Http;

/// <summary>Writes spans as a JSON list, and records how far it came.</summary>
internal sealed class SpanListContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _spans;

    /// <param name="spans">The spans, separated by commas.</param>
    public SpanListContent(ReadOnlyMemory<byte> spans)
    {
        _spans = spans;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Gets a value indicating that a connection was open and the body began.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Gets a value indicating that the whole body was written.</summary>
    public bool IsWritten { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        await stream.WriteAsync("["u8.ToArray(), cancellationToken);
        await stream.WriteAsync(_spans, cancellationToken);
        await stream.WriteAsync("]"u8.ToArray(), cancellationToken);
        IsWritten = true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override bool TryComputeLength(out long length)
    {
        length = _spans.Length + 2;
        return true;
    }
}
