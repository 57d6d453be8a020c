using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests the spans on disk: <c>STORAGE_PATH</c>.</summary>
public sealed class StorageTests : IDisposable
{
    private readonly StoredFolder _folder = new();

    private string Folder => _folder.Path;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

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
        var (before, services, names) = await _folder.RunAsync(async zipkin =>
        {
            await zipkin.GivenAsync($"[{string.Join(',', request)}]");
            return (await StoredFolder.AllAsync(zipkin), await zipkin.OkAsync("/api/v2/services"), await zipkin.OkAsync("/api/v2/spans?serviceName=w%C3%A9b1"));
        });

        await _folder.RunAsync(async zipkin =>
        {
            Assert.Equal(300, before.Count);
            Assert.Equal(before, await StoredFolder.AllAsync(zipkin));
            Assert.Equal(services, await zipkin.OkAsync("/api/v2/services"));
            Assert.Equal(names, await zipkin.OkAsync("/api/v2/spans?serviceName=w%C3%A9b1"));
            // Searches by what the filter of a trace contains, and a span that is stored already.
            foreach (var query in new[] { "path=/299", $"guid:x-request-id={new Guid(299, 0, 0, new byte[8])}", "retry 299", "http.method=GET and path=/299" })
            {
                Assert.Single(JsonNode.Parse(await zipkin.OkAsync($"/api/v2/traces?{StoredFolder.Query(query)}"))!.AsArray());
            }

            await zipkin.GivenAsync($"[{string.Join(',', request)}]");
            Assert.Equal(before, await StoredFolder.AllAsync(zipkin));
            return 0;
        });
    }

    [Fact]
    public async Task Restart_Several_KeepEverything()
    {
        for (var run = 0; run < 5; run++)
        {
            await _folder.RunAsync(async zipkin =>
            {
                // Each run adds a span to the traces before, and a trace.
                await zipkin.GivenAsync($"[{string.Join(',', Enumerable.Range(0, run + 1).Select(trace => StoredFolder.Span(trace, run)))}]");
                Assert.Equal([.. Enumerable.Range(0, run + 1).Select(trace => run + 1 - trace)], await StoredFolder.SpansPerTraceAsync(zipkin));
                return 0;
            });
        }
    }

    [Fact]
    public async Task Add_AboveMaxDiskBytes_EvictsTheOldestTracesAsAWhole()
    {
        const int MaxBytes = 1_048_576;
        var stored = await _folder.RunAsync(
            async zipkin =>
            {
                var disk = zipkin.Service<DiskStorage>();
                for (var message = 0; message < 60; message++)
                {
                    var bytes = disk.Bytes;
                    // Each trace gets its second span a message later, so that its spans are in different segments.
                    var first = Enumerable.Range(message * 100, 100).Select(trace => Random(trace, 0));
                    var second = message == 0 ? [] : Enumerable.Range((message - 1) * 100, 100).Select(trace => Random(trace, 1));
                    await zipkin.GivenAsync($"[{string.Join(',', second.Concat(first))}]");
                    // Few messages are written together, so that there are many segments.
                    await StoredFolder.WaitAsync(() => message % 5 > 0 || disk.Bytes != bytes, "the message is written");
                }

                await StoredFolder.WaitAsync(
                    async () => disk.Bytes <= MaxBytes && (await StoredFolder.TracesAsync(zipkin)).Count < 6000, "the folder is within its limit");
                AssertNewest(await StoredFolder.TracesAsync(zipkin));
                return await StoredFolder.AllAsync(zipkin);
            },
            $"MAX_DISK_BYTES={MaxBytes}");

        await _folder.RunAsync(
            async zipkin =>
            {
                var restored = await StoredFolder.AllAsync(zipkin);
                AssertNewest(await StoredFolder.TracesAsync(zipkin));
                Assert.Subset(new HashSet<string>(stored), new HashSet<string>(restored));
                return 0;
            },
            $"MAX_DISK_BYTES={MaxBytes}");
    }

    [Fact]
    public Task Spans_OlderThanMaxDiskAge_AreEvicted() => _folder.RunAsync(
        async zipkin =>
        {
            await zipkin.GivenAsync($"[{StoredFolder.Span(0, 0)}]");
            Assert.Single(await StoredFolder.AllAsync(zipkin));

            await StoredFolder.WaitAsync(async () => (await StoredFolder.AllAsync(zipkin)).Count == 0, "the span is evicted");

            await StoredFolder.WaitAsync(() => Directory.GetFiles(Folder, "spans-*").Length == 0, "the file is deleted");
            await zipkin.GivenAsync($"[{StoredFolder.Span(1, 0)}]");
            Assert.Single(await StoredFolder.AllAsync(zipkin));
            return 0;
        },
        "MAX_DISK_AGE=5s");

    [Fact]
    public async Task Start_EvictedFromMemoryBefore_RestoresWholeTraces()
    {
        await _folder.RunAsync(
            async zipkin =>
            {
                await zipkin.GivenAsync($"[{StoredFolder.Span(0, 0)},{StoredFolder.Span(0, 1)}]");
                await zipkin.GivenAsync($"[{string.Join(',', Enumerable.Range(1, 4).Select(trace => StoredFolder.Span(trace, 0)))}]");
                // The trace begins again, as one of one span.
                await zipkin.GivenAsync($"[{StoredFolder.Span(0, 2, 9)}]");
                Assert.Equal([1, 1, 1, 1], await StoredFolder.SpansPerTraceAsync(zipkin));
                return 0;
            },
            "MEM_MAX_SPANS=4");

        await _folder.RunAsync(async zipkin =>
        {
            Assert.Equal([1, 1, 1, 1, 1], await StoredFolder.SpansPerTraceAsync(zipkin));
            return 0;
        });
    }

    [Fact]
    public async Task Start_FolderInUse_IsAnError()
    {
        await _folder.RunAsync(async _ =>
        {
            var error = await Assert.ThrowsAsync<SettingException>(() => _folder.RunAsync(_ => Task.FromResult(0)));
            Assert.StartsWith($"STORAGE_PATH: '{Folder}' can't be used: ", error.Message, StringComparison.Ordinal);
            return 0;
        });
    }

    [Fact]
    public async Task Start_PathIsAFile_IsAnError()
    {
        await File.WriteAllTextAsync(Folder, "", Cancel);

        var error = await Assert.ThrowsAsync<SettingException>(() => _folder.RunAsync(_ => Task.FromResult(0)));

        Assert.StartsWith($"STORAGE_PATH: '{Folder}' can't be used: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileOfAnotherVersion_IsAnErrorAndKeepsTheFile()
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, "spans-0000000001.log");
        await File.WriteAllTextAsync(path, "zipkin-mesh spans 2\n...", Cancel);

        var error = await Assert.ThrowsAsync<SettingException>(() => _folder.RunAsync(_ => Task.FromResult(0)));

        Assert.EndsWith("spans-0000000001.log isn't a file of spans, or one of another version", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Write_Fails_IsTriedAgain()
    {
        // A folder in the place of the file.
        var path = Path.Combine(Folder, "spans-0000000001.log");
        Directory.CreateDirectory(path);
        var before = await _folder.RunAsync(async zipkin =>
        {
            await zipkin.GivenAsync($"[{StoredFolder.Span(0, 0)}]");
            await zipkin.GivenAsync($"[{StoredFolder.Span(1, 0)}]");
            Directory.Delete(path);
            await StoredFolder.WaitAsync(() => File.Exists(path) && zipkin.Service<DiskStorage>().Bytes > 0, "the spans are written");
            return await StoredFolder.AllAsync(zipkin);
        });

        await _folder.RunAsync(async zipkin =>
        {
            Assert.Equal(2, before.Count);
            Assert.Equal(before, await StoredFolder.AllAsync(zipkin));
            return 0;
        });
    }

    // All spans of the newest traces, without a gap; the last message's traces have one span.
    private static void AssertNewest(Dictionary<string, int> traces)
    {
        Assert.InRange(traces.Count, 500, 5999);
        for (var trace = 6000 - traces.Count; trace < 6000; trace++)
        {
            Assert.Equal(trace < 5900 ? 2 : 1, traces.GetValueOrDefault($"{trace + 1:x16}"));
        }
    }

    // Values that can't be compressed.
    private static string Random(int trace, int span) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"traceId":"{{{trace + 1:x16}}}","id":"{{{span + 1:x16}}}","timestamp":{{{1_700_000_000_000_000 + trace}}},"duration":10,"localEndpoint":{"serviceName":"web"},"tags":{"a":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Guid.NewGuid() + "" + Guid.NewGuid() + Guid.NewGuid()))}}}"}}
        """);
}
