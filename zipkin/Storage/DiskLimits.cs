namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The limits of the spans on disk.</summary>
/// <param name="MaxBytes">The maximum size of all segments in bytes.</param>
/// <param name="MaxAge">The time after which spans are deleted, counted from their arrival; zero means no limit.</param>
internal readonly record struct DiskLimits(long MaxBytes, TimeSpan MaxAge)
{
    // Whole segments are deleted, so a segment is a sixteenth of what may be kept.
    private const int Segments = 16;
    private const long MinSegmentBytes = 64 * 1024;
    private const long MaxSegmentBytes = 8 * 1024 * 1024;

    /// <summary>Gets the size in bytes above which a segment is followed by the next one, before compression.</summary>
    public long SegmentBytes => Math.Clamp(MaxBytes / Segments, MinSegmentBytes, MaxSegmentBytes);

    /// <summary>Gets the time after which a segment is followed by the next one; the maximum when there is no limit.</summary>
    public TimeSpan SegmentAge => MaxAge == TimeSpan.Zero ? TimeSpan.MaxValue : MaxAge / Segments;
}
