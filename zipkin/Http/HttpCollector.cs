using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Ingest;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Handles <c>POST /api/v2/spans</c>, a list in JSON v2 or protobuf, and <c>POST /api/v1/spans</c>, a list in JSON v1. Both may be
/// compressed (<c>Content-Encoding: gzip</c>). The response is 202 without a body when all spans were stored, 400 or 413 with the reason when
/// none was, or 503 with <c>Retry-After</c> when too many messages are in flight.
/// </summary>
internal sealed class HttpCollector(MessageReceiver receiver, Collector collector)
{
    public const string V2Path = "/api/v2/spans";
    public const string V1Path = "/api/v1/spans";

    public async Task HandleAsync(HttpContext context, bool isV1)
    {
        if (!await receiver.TryReceiveAsync(context, message => Accept(context.Request, message, isV1)))
        {
            // Not counted as dropped: the sender retries.
            context.Response.Headers.RetryAfter = MessageReceiver.RetryAfterSeconds;
            await Responses.WriteTextAsync(context, StatusCodes.Status503ServiceUnavailable, MessageReceiver.Busy);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 0;
    }

    private void Accept(HttpRequest request, ReadOnlyMemory<byte> message, bool isV1) =>
        collector.Accept(Gunzip.DecompressBody(request, message).Span, isV1 ? SpanEncoding.JsonV1 : V2Encoding(request.ContentType));

    // Tracers send JSON with all kinds of content types, and with none.
    private static SpanEncoding V2Encoding(string? contentType) =>
        contentType?.StartsWith("application/x-protobuf", StringComparison.OrdinalIgnoreCase) == true ? SpanEncoding.Proto3 : SpanEncoding.JsonV2;
}
