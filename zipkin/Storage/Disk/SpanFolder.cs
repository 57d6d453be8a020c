namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>The folder of the segments. It belongs to one process at a time; for one thread at a time.</summary>
internal sealed class SpanFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;
    private readonly List<SegmentFile> _segments;
    private SegmentWriter? _writer;
    private Task _closing = Task.CompletedTask;
    private (SegmentFile Segment, Task Written)? _compression;
    private long _bytes;

    /// <summary>Opens a folder, created if necessary.</summary>
    /// <exception cref="IOException">The folder can't be used, or another process uses it.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public SpanFolder(string path)
    {
        FolderPath = path;
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
    public string FolderPath { get; }

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
            CloseWriter();
            var segment = SegmentFile.In(FolderPath, batch.Segment);
            _writer = new SegmentWriter(segment);
            _segments.Add(segment);
        }

        _writer.Write(batch, now);
        CountBytes();
    }

    /// <summary>Starts to write what the operating system still holds to the disk.</summary>
    public void StartFlush() => _writer?.StartFlush();

    /// <summary>Compresses the complete segments in the background, one after another: each call goes on when the last one is finished.</summary>
    /// <param name="segment">The number of the segment that is being written; those before are complete.</param>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void CompressNext(int segment)
    {
        if (_compression is { } running)
        {
            if (running.Written.IsCompleted)
            {
                _compression = null;
                running.Written.GetAwaiter().GetResult();
                running.Segment.ReplaceByCompressed();
                CountBytes();
            }

            return;
        }

        if (_segments.Find(one => one.Number < segment && !one.IsCompressed) is { } next)
        {
            Close(next);
            _compression = (next, Task.Run(next.WriteCompressed));
        }
    }

    /// <summary>Deletes the oldest segment.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void DeleteOldest()
    {
        var segment = _segments[0];
        Close(segment);
        if (_compression is { } running && running.Segment == segment)
        {
            Wait(running.Written);
            _compression = null;
        }

        segment.Delete();
        _segments.RemoveAt(0);
        CountBytes();
    }

    /// <summary>Closes the folder, when everything is on the disk.</summary>
    public void Dispose()
    {
        CloseWriter();
        _closing.Wait();
        if (_compression is { } running)
        {
            // The next process deletes the copy, and compresses the segment.
            Wait(running.Written);
        }

        _lock.Dispose();
    }

    private void Close(SegmentFile segment)
    {
        if (_writer?.Segment == segment)
        {
            CloseWriter();
        }
    }

    private void CloseWriter()
    {
        if (_writer is not null)
        {
            _closing = Task.WhenAll(_closing, _writer.CloseAsync());
            _writer = null;
        }
    }

    // A failed compression is tried again where it matters.
    private static void Wait(Task compression) => Task.WaitAny(compression);

    private void CountBytes() => Interlocked.Exchange(ref _bytes, _segments.Sum(segment => segment.Length));
}
