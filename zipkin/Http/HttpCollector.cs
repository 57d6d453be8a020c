using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Ingest;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Handles <c>POST /api/v2/spans</c>, a list in JSON v2 or protobuf, and <c>POST /api/v1/spans</c>, a list in JSON v1. Both may be
/// compressed (<c>Content-Encoding: gzip</c>). The response is 202 without a body when all spans were stored, 400 or 413 with the reason when
/// none was, or 503 with <c>Retry-After</c> when too many messages are in flight.
/// </summary>
internal sealed class HttpCollector(Collector collector, IngestLimiter limiter, CollectorMetrics metrics)
{
    public const string V2Path = "/api/v2/spans";
    public const string V1Path = "/api/v1/spans";

    private const string RetryAfterSeconds = "1";

    public async Task HandleAsync(HttpContext context, bool isV1)
    {
        if (!await TryHandleAsync(context, isV1))
        {
            // Not counted as dropped: the sender retries.
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await Responses.WriteTextAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many messages in flight; retry later");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 0;
    }

    private async Task<bool> TryHandleAsync(HttpContext context, bool isV1)
    {
        try
        {
            return await TryProcessAsync(context, isV1);
        }
        catch (OutOfMemoryException)
        {
            collector.FreeMemory();
            return false;
        }
    }

    private async Task<bool> TryProcessAsync(HttpContext context, bool isV1)
    {
        using var message = new MessageBuffer();
        using var upload = limiter.Uploads.Begin(context.RequestAborted);
        if (!await TryReadAsync(context, message, upload))
        {
            // Reading the rest would take the memory that there isn't.
            context.Response.Headers.Connection = "close";
            return false;
        }

        // A message that is still being received doesn't count: many slow uploads would keep all others out.
        if (!limiter.TryEnter())
        {
            return false;
        }

        try
        {
            metrics.IncrementMessages();
            await limiter.DecodeAsync(() => Accept(context.Request, message.ToMemory(), isV1), context.RequestAborted);
            return true;
        }
        finally
        {
            limiter.Leave();
        }
    }

    private static async Task<bool> TryReadAsync(HttpContext context, MessageBuffer message, UploadBudget.Upload upload)
    {
        var reader = context.Request.BodyReader;
        try
        {
            for (var isDone = false; !isDone;)
            {
                var read = await reader.ReadAsync(upload.Canceled);
                try
                {
                    if (!upload.TryGrow((int)read.Buffer.Length))
                    {
                        return false;
                    }

                    message.Append(read.Buffer);
                }
                finally
                {
                    reader.AdvanceTo(read.Buffer.End);
                }

                isDone = read.IsCompleted;
            }
        }
        catch (OperationCanceledException) when (upload.GaveWay)
        {
            return false;
        }

        upload.Complete();
        return true;
    }

    private void Accept(HttpRequest request, ReadOnlyMemory<byte> message, bool isV1)
    {
        try
        {
            if (message.Length > 0 && request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
            {
                message = Gunzip.Decompress(message);
            }

            collector.Accept(message.Span, isV1 ? SpanEncoding.JsonV1 : V2Encoding(request.ContentType));
        }
        catch (Exception invalid) when (invalid is InvalidSpanException or MessageTooLargeException or BadHttpRequestException)
        {
            metrics.IncrementMessagesDropped();
            throw;
        }
    }

    // Tracers send JSON with all kinds of content types, and with none.
    private static SpanEncoding V2Encoding(string? contentType) =>
        contentType?.StartsWith("application/x-protobuf", StringComparison.OrdinalIgnoreCase) == true ? SpanEncoding.Proto3 : SpanEncoding.JsonV2;
}
