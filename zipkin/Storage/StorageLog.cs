namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The log messages of the store.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Path} is damaged at byte {Position}, as after a crash while it was written: the {Length} bytes from there on are ignored")]
    public static partial void Damaged(ILogger logger, string path, long position, long length);

    [LoggerMessage(2, LogLevel.Error, "Can't write spans to {Path}: {Reason}. New spans are only in memory until it can be written again")]
    public static partial void WriteFailed(ILogger logger, string path, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Spans are written to {Path} again; {Lost} spans that waited too long are only in memory")]
    public static partial void Written(ILogger logger, string path, long lost);

    [LoggerMessage(5, LogLevel.Error, "Can't compress or delete files of {Path}: {Reason}. It is tried again each second")]
    public static partial void UpkeepFailed(ILogger logger, string path, string reason);

    [LoggerMessage(4, LogLevel.Information, "Evicted the {Traces} oldest traces with {Spans} spans; {StoredSpans} spans are stored ({StoredBytes} bytes in memory)")]
    public static partial void Evicted(ILogger logger, long traces, long spans, int storedSpans, long storedBytes);
}
