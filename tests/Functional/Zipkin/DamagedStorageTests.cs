using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ZipkinMesh.Zipkin.Storage;
using ZipkinMesh.Zipkin.Storage.Disk;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests how damaged files of <c>STORAGE_PATH</c> are read.</summary>
public sealed class DamagedStorageTests : IDisposable
{
    private readonly StoredFolder _folder = new();

    private string Segment => Path.Combine(_folder.Path, "spans-0000000001.log");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_FileCutAnywhere_RestoresTheFramesBefore()
    {
        var written = await WriteFramesAsync();
        var bytes = await File.ReadAllBytesAsync(Segment, Cancel);

        for (var length = 0; length < bytes.Length; length += 7)
        {
            await File.WriteAllBytesAsync(Segment, bytes[..length], Cancel);
            AssertWhole(written, Read());
        }
    }

    [Fact]
    public async Task Start_ByteDamagedAnywhere_RestoresWhatIsIntact()
    {
        var written = await WriteFramesAsync();
        var bytes = await File.ReadAllBytesAsync(Segment, Cancel);

        for (var position = "zipkin-mesh spans 1\n".Length; position < bytes.Length; position += 5)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[position] ^= 0x10;
            await File.WriteAllBytesAsync(Segment, damaged, Cancel);
            AssertWhole(written, Read());
        }
    }

    // Ten frames with one message each, of a trace with three spans.
    private async Task<Dictionary<string, int>> WriteFramesAsync() => await _folder.RunAsync(async zipkin =>
    {
        for (var trace = 0; trace < 10; trace++)
        {
            var bytes = zipkin.Service<DiskStorage>().Bytes;
            await zipkin.GivenAsync($"[{StoredFolder.Span(trace, 0)},{StoredFolder.Span(trace, 1)},{StoredFolder.Span(trace, 2)}]");
            await StoredFolder.WaitAsync(() => zipkin.Service<DiskStorage>().Bytes > bytes, "the message is written");
        }

        return await StoredFolder.TracesAsync(zipkin);
    });

    // Reads the folder without a server.
    private Dictionary<string, int> Read()
    {
        var store = new SpanStore(1000);
        using var folder = new SpanFolder(_folder.Path);
        using var storage = new DiskStorage(store.Disk, folder, new(long.MaxValue, TimeSpan.Zero), TimeProvider.System, NullLogger.Instance);
        storage.Restore();
        return store.Traces(new(0, long.MaxValue)).Select(trace => trace.ToList()).ToDictionary(
            trace => trace[0].TraceId.Low.ToString("x16", CultureInfo.InvariantCulture), trace => trace.Count);
    }

    private static void AssertWhole(Dictionary<string, int> written, Dictionary<string, int> read) =>
        Assert.All(read, trace => Assert.Equal(written[trace.Key], trace.Value));
}
