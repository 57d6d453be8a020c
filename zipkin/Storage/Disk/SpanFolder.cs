namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>The folder of the segments. It belongs to one process at a time; for one thread at a time.</summary>
internal sealed class SpanFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly List<SegmentFile> _segments;
    private SegmentWriter? _writer;
    private long _bytes;

    /// <summary>Opens a folder, created if necessary.</summary>
    /// <exception cref="IOException">The folder can't be used, or another process uses it.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public SpanFolder(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);
        // The file stays: who deletes it could delete that of another process.
        _lock = new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            _segments = SegmentFile.Find(path);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        CountBytes();
    }

    /// <summary>Gets the path of the folder.</summary>
    public string FolderPath => _path;

    /// <summary>Gets the segments, the oldest first.</summary>
    public IReadOnlyList<SegmentFile> Segments => _segments;

    /// <summary>Gets the size of all segments in bytes. For any thread.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Gets the number that a new segment gets.</summary>
    public int NextNumber => _segments.Count == 0 ? 1 : _segments[^1].Number + 1;

    /// <summary>Writes a batch to its segment, which is the newest one or a new one.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void Write(JournalBatch batch, DateTimeOffset now)
    {
        if (_writer?.Segment.Number != batch.Segment)
        {
            _writer?.Dispose();
            _writer = null;
            var segment = SegmentFile.In(_path, batch.Segment);
            _writer = new SegmentWriter(segment);
            _segments.Add(segment);
        }

        _writer.Write(batch, now);
        CountBytes();
    }

    /// <summary>Starts to write what the operating system still holds to the disk.</summary>
    public void StartFlush() => _writer?.StartFlush();

    /// <summary>Compresses the oldest segment that isn't yet, of those that are complete.</summary>
    /// <param name="segment">The number of the segment that is being written.</param>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void CompressNext(int segment)
    {
        if (_segments.Find(one => one.Number < segment && !one.IsCompressed) is { } next)
        {
            CloseWriter(next);
            next.Compress();
            CountBytes();
        }
    }

    /// <summary>Deletes the oldest segment.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void DeleteOldest()
    {
        var segment = _segments[0];
        CloseWriter(segment);
        File.Delete(segment.Path);
        _segments.RemoveAt(0);
        CountBytes();
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
        _lock.Dispose();
    }

    private void CloseWriter(SegmentFile segment)
    {
        if (_writer?.Segment == segment)
        {
            _writer.Dispose();
            _writer = null;
        }
    }

    private void CountBytes() => Interlocked.Exchange(ref _bytes, _segments.Sum(segment => segment.Length));
}
