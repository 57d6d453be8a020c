using ZipkinMesh.Zipkin.Ingest;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Receives the messages of all transports within the limits: of the memory of uploads, of the messages in flight, and of those that are
/// decoded at the same time.
/// </summary>
internal sealed class MessageReceiver(Collector collector, IngestLimiter limiter, CollectorMetrics metrics)
{
    /// <summary>The value of <c>Retry-After</c> when too many messages are in flight.</summary>
    public const string RetryAfterSeconds = "1";

    /// <summary>The error message when too many messages are in flight.</summary>
    public const string Busy = "Too many messages in flight; retry later";

    /// <summary>Receives a message; returns false when too many are in flight, so that the sender should retry.</summary>
    /// <param name="context">The request, whose body is the message.</param>
    /// <param name="accept">Decodes and stores the message, which is valid only during the call.</param>
    public async Task<bool> TryReceiveAsync(HttpContext context, Action<ReadOnlyMemory<byte>> accept)
    {
        try
        {
            return await TryProcessAsync(context, accept);
        }
        catch (OutOfMemoryException)
        {
            collector.FreeMemory();
            return false;
        }
        catch (Exception invalid) when (invalid is InvalidSpanException or MessageTooLargeException or BadHttpRequestException)
        {
            metrics.IncrementMessagesDropped();
            throw;
        }
    }

    private async Task<bool> TryProcessAsync(HttpContext context, Action<ReadOnlyMemory<byte>> accept)
    {
        using var message = new MessageBuffer();
        using var upload = limiter.Uploads.Begin(context.RequestAborted);
        if (!await TryReadAsync(context, message, upload))
        {
            // Reading the rest would take the memory that there isn't. HTTP/2 resets the stream by itself.
            if (!HttpProtocol.IsHttp2(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

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
            await limiter.DecodeAsync(() => accept(message.ToMemory()), context.RequestAborted);
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
}
