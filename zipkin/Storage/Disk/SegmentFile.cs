using System.Globalization;
using System.IO.Compression;

namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>
/// A file with a part of the spans: a header, then frames (<see cref="Frame"/>). The newest is <c>spans-0000000012.log</c>; when it is
/// complete, it is compressed to <c>spans-0000000012.log.br</c> (Brotli).
/// </summary>
internal sealed class SegmentFile
{
    private const string Prefix = "spans-";
    private const string Suffix = ".log";
    private const string CompressedSuffix = Suffix + ".br";
    private const string TemporarySuffix = ".tmp";

    private SegmentFile(string path, int number, bool isCompressed) => (Path, Number, IsCompressed) = (path, number, isCompressed);

    /// <summary>Gets the start of every segment; the number in it is the version of the format.</summary>
    public static ReadOnlySpan<byte> Header => "zipkin-mesh spans 1\n"u8;

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; private set; }

    /// <summary>Gets the number of the segment; newer segments have higher numbers.</summary>
    public int Number { get; }

    /// <summary>Gets a value indicating whether the file is compressed.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Gets or sets the size of the file in bytes.</summary>
    public long Length { get; set; }

    /// <summary>Gets or sets the time of the last write.</summary>
    public DateTimeOffset LastWrite { get; set; }

    private string CompressedCopy => Path + TemporarySuffix;

    /// <summary>Returns a segment of a folder that needn't exist yet.</summary>
    public static SegmentFile In(string folder, int number) =>
        new(System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:d10}{Suffix}")), number, false);

    /// <summary>Returns the segments of a folder, the oldest first, and deletes what a process that was killed has left behind.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public static List<SegmentFile> Find(string folder)
    {
        var segments = new SortedDictionary<int, SegmentFile>();
        foreach (var file in new DirectoryInfo(folder).GetFiles(Prefix + "*"))
        {
            if (file.Name.EndsWith(TemporarySuffix, StringComparison.Ordinal))
            {
                file.Delete();
            }
            else if (TryParse(file) is { } segment)
            {
                Add(segments, segment);
            }
        }

        return [.. segments.Values];
    }

    /// <summary>Returns the length of the header, or of the part of it that was written.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> content) => Math.Min(content.Length, Header.Length);

    /// <summary>Reads the content, which is decompressed.</summary>
    /// <param name="buffer">The buffer for the content, replaced when it is too small.</param>
    /// <returns>The length of the content.</returns>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    /// <exception cref="InvalidDataException">The file isn't a segment that this version can read.</exception>
    public int Read(ref byte[] buffer)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        using Stream content = IsCompressed ? new BrotliStream(file, CompressionMode.Decompress) : file;
        var length = 0;
        for (int count; (count = ReadAvailable(content, buffer.AsSpan(length))) > 0;)
        {
            length += count;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        // A process that was killed can leave a file with a part of the header.
        return Header.StartsWith(buffer.AsSpan(0, Math.Min(length, Header.Length)))
            ? length
            : throw new InvalidDataException($"{Path} isn't a file of spans, or one of another version");
    }

    /// <summary>Writes a compressed copy of the file, which nothing is written to any more. For any thread.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void WriteCompressed()
    {
        using var source = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = new FileStream(CompressedCopy, FileMode.Create, FileAccess.Write);
        using (var compressed = new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            source.CopyTo(compressed);
        }

        target.Flush(flushToDisk: true);
    }

    /// <summary>Replaces the file by its compressed copy.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void ReplaceByCompressed()
    {
        var path = System.IO.Path.ChangeExtension(Path, CompressedSuffix);
        // The age of the spans is the age of the file.
        File.SetLastWriteTimeUtc(CompressedCopy, LastWrite.UtcDateTime);
        File.Move(CompressedCopy, path, overwrite: true);
        File.Delete(Path);
        (Path, IsCompressed, Length) = (path, true, new FileInfo(path).Length);
    }

    /// <summary>Deletes the file and its compressed copy.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public void Delete()
    {
        File.Delete(CompressedCopy);
        File.Delete(Path);
    }

    // A damaged stream ends where its last byte can be read.
    private static int ReadAvailable(Stream stream, Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException)
        {
            return 0;
        }
    }

    private static SegmentFile? TryParse(FileInfo file)
    {
        var isCompressed = file.Name.EndsWith(CompressedSuffix, StringComparison.Ordinal);
        var suffix = isCompressed ? CompressedSuffix : Suffix;
        return file.Name.EndsWith(suffix, StringComparison.Ordinal)
            && int.TryParse(file.Name.AsSpan()[Prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(file.FullName, number, isCompressed) { Length = file.Length, LastWrite = file.LastWriteTimeUtc }
            : null;
    }

    // A compressed file has its name when it is complete; the other one was to be deleted.
    private static void Add(SortedDictionary<int, SegmentFile> segments, SegmentFile segment)
    {
        if (!segments.TryGetValue(segment.Number, out var other))
        {
            segments.Add(segment.Number, segment);
            return;
        }

        File.Delete(segment.IsCompressed ? other.Path : segment.Path);
        segments[segment.Number] = segment.IsCompressed ? segment : other;
    }
}
