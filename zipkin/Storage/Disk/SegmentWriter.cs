using Microsoft.Win32.SafeHandles;

namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>Appends frames to the newest segment. For one thread at a time, which never waits until the disk has what it wrote.</summary>
internal sealed class SegmentWriter(SegmentFile segment)
{
    private readonly SafeFileHandle _file = File.OpenHandle(segment.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    private byte[] _frame = [];
    private Task _flush = Task.CompletedTask;
    private long _flushed;

    public SegmentFile Segment => segment;

    /// <summary>Writes a batch as one frame: all of it, or nothing when it fails.</summary>
    /// <exception cref="IOException"/>
    public void Write(JournalBatch batch, DateTimeOffset now)
    {
        var length = Frame.HeaderBytes + batch.Strings.WrittenCount + batch.Spans.WrittenCount;
        _frame = _frame.Length < length ? new byte[length * 2] : _frame;
        var frame = _frame.AsSpan(0, length);
        batch.Strings.WrittenSpan.CopyTo(frame[Frame.HeaderBytes..]);
        batch.Spans.WrittenSpan.CopyTo(frame[(Frame.HeaderBytes + batch.Strings.WrittenCount)..]);
        Frame.WriteHeader(frame, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

        // What a failed write has left behind the end is overwritten by the next one.
        if (segment.Length == 0)
        {
            RandomAccess.Write(_file, SegmentFile.Header, 0);
            segment.Length = SegmentFile.Header.Length;
        }

        RandomAccess.Write(_file, frame, segment.Length);
        segment.Length += length;
        segment.LastWrite = now;
    }

    /// <summary>
    /// Starts to write what the operating system still holds to the disk, in the background: it is needed after a power failure, not after
    /// the end of the process.
    /// </summary>
    public void StartFlush()
    {
        if (_flush.IsCompleted && _flushed < segment.Length)
        {
            _flushed = segment.Length;
            _flush = Task.Run(Flush);
        }
    }

    /// <summary>Closes the file in the background, when everything is on the disk.</summary>
    public async Task CloseAsync()
    {
        await _flush;
        await Task.Run(Flush);
        _file.Dispose();
    }

    // A disk that can't be written to fails the next write, too, which is reported.
    private void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException)
        {
        }
    }
}
