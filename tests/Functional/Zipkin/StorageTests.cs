using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests the spans on disk: <c>STORAGE_PATH</c>.</summary>
public sealed class StorageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Folder => Path.Combine(_scratch.Folder, "spans");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Restart_AllFields_AreRestored()
    {
        var request = Enumerable.Range(0, 300).Select(i => $$$"""
            {"traceId":"00000000000000a{{{i % 7}}}{{{i:x16}}}","id":"{{{i + 1:x16}}}","parentId":"00000000000000ff","kind":"CLIENT","name":"get /{{{i % 30}}}",
             "timestamp":{{{1_700_000_000_000_000 + i}}},"duration":{{{i * 1000}}},"shared":{{{(i % 2 == 0 ? "true" : "false")}}},"debug":true,
             "localEndpoint":{"serviceName":"wéb{{{i % 5}}}","ipv4":"10.0.0.{{{i % 250}}}","ipv6":"2001:db8::{{{i:x}}}","port":{{{i}}}},
             "remoteEndpoint":{"serviceName":"db"},
             "annotations":[{"timestamp":1700000000000001,"value":"retry {{{i}}}"},{"timestamp":1700000000000002,"value":"{{{new string('é', 200)}}}"}],
             "tags":{"http.method":"GET","guid:x-request-id":"{{{new Guid(i, 0, 0, new byte[8])}}}","path":"/{{{i}}}","":"","long":"{{{new string('x', 300)}}}{{{i}}}"}}
            """);
        var (before, services, names) = await RunAsync(async zipkin =>
        {
            await zipkin.GivenAsync($"[{string.Join(',', request)}]");
            return (await AllAsync(zipkin), await zipkin.OkAsync("/api/v2/services"), await zipkin.OkAsync("/api/v2/spans?serviceName=w%C3%A9b1"));
        });

        await RunAsync(async zipkin =>
        {
            Assert.Equal(300, before.Count);
            Assert.Equal(before, await AllAsync(zipkin));
            Assert.Equal(services, await zipkin.OkAsync("/api/v2/services"));
            Assert.Equal(names, await zipkin.OkAsync("/api/v2/spans?serviceName=w%C3%A9b1"));
            // Searches by what the filter of a trace contains, and a span that is stored already.
            foreach (var query in new[] { "path=/299", $"guid:x-request-id={new Guid(299, 0, 0, new byte[8])}", "retry 299", "http.method=GET and path=/299" })
            {
                Assert.Single(JsonNode.Parse(await zipkin.OkAsync($"/api/v2/traces?{Query(query)}"))!.AsArray());
            }

            await zipkin.GivenAsync($"[{string.Join(',', request)}]");
            Assert.Equal(before, await AllAsync(zipkin));
            return 0;
        });
    }

    [Fact]
    public async Task Restart_Several_KeepEverything()
    {
        for (var run = 0; run < 5; run++)
        {
            await RunAsync(async zipkin =>
            {
                // Each run adds a span to the traces before, and a trace.
                await zipkin.GivenAsync($"[{string.Join(',', Enumerable.Range(0, run + 1).Select(trace => Span(trace, run)))}]");
                Assert.Equal([.. Enumerable.Range(0, run + 1).Select(trace => run + 1 - trace)], await SpansPerTraceAsync(zipkin));
                return 0;
            });
        }
    }

    [Fact]
    public async Task Start_FileCutAnywhere_RestoresTheFramesBefore()
    {
        var written = await WriteFramesAsync();
        var path = Path.Combine(Folder, "spans-0000000001.log");
        var bytes = await File.ReadAllBytesAsync(path, Cancel);

        for (var length = 0; length < bytes.Length; length += 7)
        {
            await File.WriteAllBytesAsync(path, bytes[..length], Cancel);
            AssertWhole(written, Read());
        }
    }

    [Fact]
    public async Task Start_ByteDamagedAnywhere_RestoresWhatIsIntact()
    {
        var written = await WriteFramesAsync();
        var path = Path.Combine(Folder, "spans-0000000001.log");
        var bytes = await File.ReadAllBytesAsync(path, Cancel);

        for (var position = "zipkin-mesh spans 1\n".Length; position < bytes.Length; position += 5)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[position] ^= 0x10;
            await File.WriteAllBytesAsync(path, damaged, Cancel);
            AssertWhole(written, Read());
        }
    }

    [Fact]
    public async Task Add_AboveMaxDiskBytes_EvictsTheOldestTracesAsAWhole()
    {
        const int MaxBytes = 1_048_576;
        var stored = await RunAsync(
            async zipkin =>
            {
                for (var message = 0; message < 60; message++)
                {
                    // Each trace gets its second span a message later, so that its spans are in different segments.
                    var first = Enumerable.Range(message * 100, 100).Select(trace => Random(trace, 0));
                    var second = message == 0 ? [] : Enumerable.Range((message - 1) * 100, 100).Select(trace => Random(trace, 1));
                    await zipkin.GivenAsync($"[{string.Join(',', second.Concat(first))}]");
                    await WaitAsync(() => zipkin.Service<DiskStorage>().Bytes <= MaxBytes, "the folder is within its limit");
                }

                await WaitAsync(() => Directory.GetFiles(Folder).Sum(file => new FileInfo(file).Length) <= MaxBytes, "the files are within their limit");
                AssertNewest(await TracesAsync(zipkin));
                return await AllAsync(zipkin);
            },
            $"MAX_DISK_BYTES={MaxBytes}");

        await RunAsync(
            async zipkin =>
            {
                var restored = await AllAsync(zipkin);
                AssertNewest(await TracesAsync(zipkin));
                Assert.Subset(new HashSet<string>(stored), new HashSet<string>(restored));
                return 0;
            },
            $"MAX_DISK_BYTES={MaxBytes}");
    }

    [Fact]
    public Task Spans_OlderThanMaxDiskAge_AreEvicted() => RunAsync(
        async zipkin =>
        {
            await zipkin.GivenAsync($"[{Span(0, 0)}]");
            Assert.Single(await AllAsync(zipkin));

            await WaitAsync(async () => (await AllAsync(zipkin)).Count == 0, "the span is evicted");

            await WaitAsync(() => Directory.GetFiles(Folder, "spans-*").Length == 0, "the file is deleted");
            await zipkin.GivenAsync($"[{Span(1, 0)}]");
            Assert.Single(await AllAsync(zipkin));
            return 0;
        },
        "MAX_DISK_AGE=1s");

    [Fact]
    public async Task Start_EvictedFromMemoryBefore_RestoresWholeTraces()
    {
        await RunAsync(
            async zipkin =>
            {
                await zipkin.GivenAsync($"[{Span(0, 0)},{Span(0, 1)}]");
                await zipkin.GivenAsync($"[{string.Join(',', Enumerable.Range(1, 4).Select(trace => Span(trace, 0)))}]");
                // The trace begins again, as one of one span.
                await zipkin.GivenAsync($"[{Span(0, 2, 9)}]");
                Assert.Equal([1, 1, 1, 1], await SpansPerTraceAsync(zipkin));
                return 0;
            },
            "MEM_MAX_SPANS=4");

        await RunAsync(async zipkin =>
        {
            Assert.Equal([1, 1, 1, 1, 1], await SpansPerTraceAsync(zipkin));
            return 0;
        });
    }

    [Fact]
    public async Task Start_FolderInUse_IsAnError()
    {
        await RunAsync(async _ =>
        {
            var error = await Assert.ThrowsAsync<SettingException>(() => RunAsync(_ => Task.FromResult(0)));
            Assert.StartsWith($"STORAGE_PATH: '{Folder}' can't be used: ", error.Message, StringComparison.Ordinal);
            return 0;
        });
    }

    [Fact]
    public async Task Start_PathIsAFile_IsAnError()
    {
        await File.WriteAllTextAsync(Folder, "", Cancel);

        var error = await Assert.ThrowsAsync<SettingException>(() => RunAsync(_ => Task.FromResult(0)));

        Assert.StartsWith($"STORAGE_PATH: '{Folder}' can't be used: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileOfAnotherVersion_IsAnErrorAndKeepsTheFile()
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, "spans-0000000001.log");
        await File.WriteAllTextAsync(path, "zipkin-mesh spans 2\n...", Cancel);

        var error = await Assert.ThrowsAsync<SettingException>(() => RunAsync(_ => Task.FromResult(0)));

        Assert.EndsWith("spans-0000000001.log isn't a file of spans, or one of another version", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Write_Fails_IsTriedAgain()
    {
        // A folder in the place of the file.
        var path = Path.Combine(Folder, "spans-0000000001.log");
        Directory.CreateDirectory(path);
        var before = await RunAsync(async zipkin =>
        {
            await zipkin.GivenAsync($"[{Span(0, 0)}]");
            await zipkin.GivenAsync($"[{Span(1, 0)}]");
            Directory.Delete(path);
            await WaitAsync(() => File.Exists(path) && zipkin.Service<DiskStorage>().Bytes > 0, "the spans are written");
            return await AllAsync(zipkin);
        });

        await RunAsync(async zipkin =>
        {
            Assert.Equal(2, before.Count);
            Assert.Equal(before, await AllAsync(zipkin));
            return 0;
        });
    }

    // Ten frames with one message each, of a trace with three spans.
    private async Task<Dictionary<string, int>> WriteFramesAsync() => await RunAsync(async zipkin =>
    {
        for (var trace = 0; trace < 10; trace++)
        {
            var bytes = zipkin.Service<DiskStorage>().Bytes;
            await zipkin.GivenAsync($"[{Span(trace, 0)},{Span(trace, 1)},{Span(trace, 2)}]");
            await WaitAsync(() => zipkin.Service<DiskStorage>().Bytes > bytes, "the message is written");
        }

        return await TracesAsync(zipkin);
    });

    // Reads the folder without a server.
    private Dictionary<string, int> Read()
    {
        var store = new SpanStore(1000);
        using var folder = new ZipkinMesh.Zipkin.Storage.Disk.SpanFolder(Folder);
        using var storage = new DiskStorage(store.Disk, folder, new(long.MaxValue, TimeSpan.Zero), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        storage.Restore();
        return store.Traces(new(0, long.MaxValue)).Select(trace => trace.ToList()).ToDictionary(
            trace => trace[0].TraceId.Low.ToString("x16", CultureInfo.InvariantCulture), trace => trace.Count);
    }

    private static void AssertWhole(Dictionary<string, int> written, Dictionary<string, int> read) =>
        Assert.All(read, trace => Assert.Equal(written[trace.Key], trace.Value));

    // All spans of the newest traces, without a gap; the last message's traces have one span.
    private static void AssertNewest(Dictionary<string, int> traces)
    {
        Assert.InRange(traces.Count, 500, 5999);
        for (var trace = 6000 - traces.Count; trace < 6000; trace++)
        {
            Assert.Equal(trace < 5900 ? 2 : 1, traces.GetValueOrDefault($"{trace + 1:x16}"));
        }
    }

    private static string Span(int trace, int span, int time = 0) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"traceId":"{{{trace + 1:x16}}}","id":"{{{span + 1:x16}}}","name":"get","timestamp":{{{1_700_000_000_000_000 + trace + time}}},"duration":10,"localEndpoint":{"serviceName":"web"}}
        """);

    // Values that can't be compressed.
    private static string Random(int trace, int span) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"traceId":"{{{trace + 1:x16}}}","id":"{{{span + 1:x16}}}","timestamp":{{{1_700_000_000_000_000 + trace}}},"duration":10,"localEndpoint":{"serviceName":"web"},"tags":{"a":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Guid.NewGuid() + "" + Guid.NewGuid() + Guid.NewGuid()))}}}"}}
        """);

    private async Task<T> RunAsync<T>(Func<RunningZipkin, Task<T>> run, params string[] settings)
    {
        await using var zipkin = await RunningZipkin.StartAsync([$"STORAGE_PATH={Folder}", .. settings]);
        return await run(zipkin);
    }

    private static string Query(string annotationQuery) =>
        $"limit=100000&endTs=4000000000000&lookback=4000000000000&annotationQuery={Uri.EscapeDataString(annotationQuery)}";

    private static async Task<JsonArray> FindAsync(RunningZipkin zipkin) => JsonNode.Parse(await zipkin.OkAsync($"/api/v2/traces?{Query("")}"))!.AsArray();

    // Every trace as JSON.
    private static async Task<List<string>> AllAsync(RunningZipkin zipkin) => [.. (await FindAsync(zipkin)).Select(trace => trace!.ToJsonString())];

    private static async Task<Dictionary<string, int>> TracesAsync(RunningZipkin zipkin) =>
        (await FindAsync(zipkin)).ToDictionary(trace => (string)trace![0]!["traceId"]!, trace => trace!.AsArray().Count);

    private static async Task<List<int>> SpansPerTraceAsync(RunningZipkin zipkin) =>
        [.. (await TracesAsync(zipkin)).OrderBy(trace => trace.Key, StringComparer.Ordinal).Select(trace => trace.Value)];

    private static Task WaitAsync(Func<bool> condition, string expected) => WaitAsync(() => Task.FromResult(condition()), expected);

    private static async Task WaitAsync(Func<Task<bool>> condition, string expected)
    {
        for (var clock = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(clock.Elapsed < Lines.Bound, $"Expected that {expected}.");
            await Task.Delay(10, Cancel);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
