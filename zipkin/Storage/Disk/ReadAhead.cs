namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>Reads segments in order, each while the one before is being used.</summary>
internal sealed class ReadAhead(IReadOnlyList<SegmentFile> segments)
{
    // The content of one segment is used, that of the next one is read.
    private readonly byte[][] _buffers = [new byte[InitialBytes], new byte[InitialBytes]];
    private const int InitialBytes = 1024 * 1024;

    /// <summary>Returns the contents of all segments. Each is valid until the next one is requested.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    /// <exception cref="InvalidDataException">A file isn't a segment that this version can read.</exception>
    public IEnumerable<(SegmentFile Segment, ReadOnlyMemory<byte> Content)> Contents()
    {
        var next = ReadAsync(0);
        for (var i = 0; i < segments.Count; i++)
        {
            var length = next.GetAwaiter().GetResult();
            next = ReadAsync(i + 1);
            yield return (segments[i], _buffers[i % 2].AsMemory(0, length));
        }
    }

    private Task<int> ReadAsync(int index) =>
        index < segments.Count ? Task.Run(() => segments[index].Read(ref _buffers[index % 2])) : Task.FromResult(0);
}
