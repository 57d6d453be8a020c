using ZipkinMesh.Zipkin.Storage.Disk;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Compresses complete segments, and deletes those that are above the limits or that no stored trace begins in. The traces that begin in a
/// deleted segment are evicted from memory.
/// </summary>
internal sealed class SegmentUpkeep(DiskSpans spans, SpanFolder folder, DiskLimits limits, TimeProvider clock, ILogger logger)
{
    // Senders wait that long for the lock at most.
    private const int TracesPerEviction = 500;

    private bool _isFailing;

    /// <summary>Deletes segments above the limits, before any is restored.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void DeleteAboveLimits()
    {
        while (folder.Segments is [var oldest, ..] && IsAboveLimits(oldest))
        {
            folder.DeleteOldest();
        }
    }

    /// <summary>Does what there is to do. A failure is logged once, and tried again by the next call.</summary>
    /// <param name="active">The number of the segment that is being written; those before are complete.</param>
    public void Run(int active)
    {
        try
        {
            folder.CompressNext(active);
            while (folder.Segments is [var oldest, ..] && oldest.Number < active && (IsAboveLimits(oldest) || spans.OldestSegment > oldest.Number))
            {
                Evict(oldest);
                folder.DeleteOldest();
            }

            _isFailing = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_isFailing)
            {
                StorageLog.UpkeepFailed(logger, folder.FolderPath, failure.Message);
            }

            _isFailing = true;
        }
    }

    private void Evict(SegmentFile oldest)
    {
        while (!spans.EvictSegment(oldest.Number, TracesPerEviction))
        {
            // Senders take the lock in between.
            Thread.Yield();
        }
    }

    private bool IsAboveLimits(SegmentFile segment) =>
        folder.Bytes > limits.MaxBytes || (limits.MaxAge > TimeSpan.Zero && clock.GetUtcNow() - segment.LastWrite > limits.MaxAge);
}
