using ZipkinMesh.Zipkin.Storage.Disk;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Keeps the spans of a store on disk, too: restores them at the start, and writes new ones five times a second on a thread of its own, so
/// that senders never wait for the disk. Above its limits, the oldest segment is deleted, and the traces that begin in it are evicted from
/// memory.
/// </summary>
internal sealed class DiskStorage : IHostedService, IDisposable
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly DiskSpans _spans;
    private readonly SpanFolder _folder;
    private readonly DiskLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SegmentUpkeep _upkeep;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    // The batch that is being written.
    private JournalBatch? _batch;

    // The segment of the spans to come, and the time at which it began.
    private int _segment;
    private DateTimeOffset _segmentStart;

    private bool _isFailing;
    private long _lost;

    /// <param name="spans">The spans of the store, which must be empty.</param>
    /// <param name="folder">The folder of the segments.</param>
    /// <param name="limits">The limits of the spans on disk.</param>
    /// <param name="clock">The clock that tells the age of segments.</param>
    /// <param name="logger">The logger for failures.</param>
    public DiskStorage(DiskSpans spans, SpanFolder folder, DiskLimits limits, TimeProvider clock, ILogger logger)
    {
        (_spans, _folder, _limits, _clock, _logger) = (spans, folder, limits, clock, logger);
        _upkeep = new(spans, folder, limits, clock, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = "zipkin disk" };
    }

    /// <summary>Gets the path of the folder.</summary>
    public string FolderPath => _folder.FolderPath;

    /// <summary>Gets the size on disk in bytes.</summary>
    public long Bytes => _folder.Bytes;

    /// <summary>Gets the maximum size on disk in bytes.</summary>
    public long MaxBytes => _limits.MaxBytes;

    /// <summary>Restores the spans on disk.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    /// <exception cref="InvalidDataException">A file isn't one of spans that this version can read.</exception>
    public void Restore()
    {
        _upkeep.DeleteAboveLimits();
        RestoreSegments();
        (_segment, _segmentStart) = (_folder.NextNumber, _clock.GetUtcNow());
        _spans.StartJournal(_segment, _limits.SegmentBytes);
    }

    /// <summary>Starts to write new spans.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Writes all spans.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return Task.CompletedTask;
    }

    /// <summary>Writes all spans, and closes the folder.</summary>
    public void Dispose()
    {
        Stop();
        _folder.Dispose();
        _stop.Dispose();
    }

    private void Stop()
    {
        if (_thread.IsAlive)
        {
            _stop.Set();
            _thread.Join();
        }
    }

    private void RestoreSegments()
    {
        var repacker = _spans.CreateRepacker();
        foreach (var (segment, content) in new ReadAhead(_folder.Segments).Contents())
        {
            repacker.Clear();
            var reader = new SegmentReader(content.Span, repacker);
            _spans.Restore(ref reader, repacker, segment.Number);
            if (reader.End < content.Length)
            {
                StorageLog.Damaged(_logger, segment.Path, reader.End, content.Length - reader.End);
            }
        }
    }

    private void Run()
    {
        var flushed = _clock.GetTimestamp();
        while (!_stop.Wait(WriteInterval))
        {
            Write();
            if (_clock.GetElapsedTime(flushed) >= FlushInterval)
            {
                flushed = _clock.GetTimestamp();
                _folder.StartFlush();
                _upkeep.Run(_batch?.Segment ?? _segment);
            }
        }

        Write();
    }

    private void Write()
    {
        try
        {
            var now = _clock.GetUtcNow();
            // A batch that couldn't be written is tried again.
            _batch ??= TakeBatch(now);
            if (_batch is null)
            {
                return;
            }

            _folder.Write(_batch, now);
            var written = _batch;
            _batch = null;
            var lost = _spans.WithJournal(journal =>
            {
                journal.Release(written);
                return journal.LostSpans;
            });
            ReportSuccess(lost);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ReportFailure(failure);
        }
    }

    private JournalBatch? TakeBatch(DateTimeOffset now)
    {
        var isOld = now - _segmentStart > _limits.SegmentAge;
        var (batch, segment) = _spans.WithJournal(journal => (journal.Take(isOld), journal.Segment));
        if (segment != _segment)
        {
            (_segment, _segmentStart) = (segment, now);
        }

        return batch;
    }

    private void ReportFailure(Exception failure)
    {
        if (!_isFailing)
        {
            StorageLog.WriteFailed(_logger, _folder.FolderPath, failure.Message);
        }

        _isFailing = true;
    }

    private void ReportSuccess(long lost)
    {
        if (_isFailing || lost > _lost)
        {
            StorageLog.Written(_logger, _folder.FolderPath, lost - _lost);
        }

        (_isFailing, _lost) = (false, lost);
    }
}
