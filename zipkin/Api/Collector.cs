using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// <c>POST /api/v2/spans</c> with a list in JSON v2 or protobuf, <c>POST /api/v1/spans</c> with one in JSON v1, also gzipped
/// (<c>Content-Encoding: gzip</c>): 202 without a body when all of it is stored, 400 and the reason when none of it is, 503 when there
/// is too much to do.
/// </summary>
internal sealed class Collector(SpanStore store, Backlog backlog, Sampler sampler, CollectorMetrics metrics)
{
    public const string V2Path = "/api/v2/spans";
    public const string V1Path = "/api/v1/spans";

    private const string RetryAfterSeconds = "1";

    public async Task HandleAsync(HttpContext context, bool isV1 = false)
    {
        try
        {
            backlog.Enter();
            await TakeAsync(context, isV1);
        }
        catch (RefusedException refusal)
        {
            if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            {
                // Not counted as dropped: it comes again.
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
            }
            else
            {
                metrics.MessageDropped();
            }

            throw;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 0;
    }

    private async Task TakeAsync(HttpContext context, bool isV1)
    {
        using var body = new MessageBody();
        try
        {
            await ReadAsync(context, body);
            metrics.Message();
            await backlog.DecodeAsync(() => Store(context.Request, body.Bytes, isV1), context.RequestAborted);
        }
        finally
        {
            backlog.Leave(body.Length);
        }
    }

    private async Task ReadAsync(HttpContext context, MessageBody body)
    {
        var reader = context.Request.BodyReader;
        for (var isDone = false; !isDone;)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            backlog.Grow((int)read.Buffer.Length);
            body.Append(read.Buffer);
            reader.AdvanceTo(read.Buffer.End);
            isDone = read.IsCompleted;
        }
    }

    private void Store(HttpRequest request, ReadOnlyMemory<byte> body, bool isV1)
    {
        if (body.Length > 0 && request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            body = Gunzip.Read(body);
        }

        // Tracers that only ask whether somebody is there send this.
        if (body.IsEmpty || body.Span.SequenceEqual("[]"u8))
        {
            return;
        }

        metrics.Unpacked(body.Length);
        var spans = isV1 ? MessageFormat.ReadV1(body.Span) : MessageFormat.ReadV2(body.Span, request.ContentType);
        var kept = sampler.Keep(spans);
        metrics.Decoded(spans.Count, spans.Count - kept.Count);
        store.Add(kept);
    }
}
