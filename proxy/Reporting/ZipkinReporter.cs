using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Posts batches of spans to the collector. A report that fails is posted again, with growing pauses, until the collector
/// takes it or the process has to end: Envoy drops it.
/// </summary>
internal sealed partial class ZipkinExporter(
    Collector collector,
    ZipkinJson json,
    ReporterStats stats,
    ShutdownSignal shutdown,
    ILogger<ZipkinExporter> logger) : BaseExporter<Activity>
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Written and read by the one thread that exports.
    private readonly ArrayBufferWriter<byte> _buffer = new();

    private int _waiting;

    /// <summary>Takes a place in the queue, if it has one left.</summary>
    public bool TryReserve(int capacity)
    {
        if (Interlocked.Increment(ref _waiting) <= capacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        var count = 0;
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, ZipkinJson.WriterOptions))
        {
            writer.WriteStartArray();
            foreach (var span in batch)
            {
                Interlocked.Decrement(ref _waiting);
                json.Write(writer, span);
                count++;
            }

            writer.WriteEndArray();
        }

        if (Post(count))
        {
            stats.AddSent(count);
            return ExportResult.Success;
        }

        stats.AddFailed(count);
        return ExportResult.Failure;
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        if (stats.Sent + stats.Failed + stats.Dropped > 0)
        {
            LogTotals(stats.Sent, stats.Failed, stats.Dropped);
        }

        return true;
    }

    private bool Post(int count)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var answer = collector.Post(_buffer.WrittenMemory);
            if (answer.Taken)
            {
                if (attempt > 1)
                {
                    LogTakenAtLast(count, attempt);
                }

                return true;
            }

            if (!answer.WorthAnotherTry || shutdown.HasPassed)
            {
                LogLost(count, answer.Problem);
                return false;
            }

            if (attempt == 1)
            {
                LogWaiting(count, answer.Problem);
            }

            shutdown.Wait(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spans wait, {Count} in this report: {Problem}")]
    private partial void LogWaiting(int count, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spans sent, {Count} in this report, at attempt {Attempt}")]
    private partial void LogTakenAtLast(int count, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spans lost, {Count} in this report: {Problem}")]
    private partial void LogLost(int count, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spans sent {Sent}, failed {Failed}, dropped {Dropped}")]
    private partial void LogTotals(long sent, long failed, long dropped);
}
