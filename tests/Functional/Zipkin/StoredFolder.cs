using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Provides a temporary folder for <c>STORAGE_PATH</c>, and runs servers with it.</summary>
internal sealed class StoredFolder : IDisposable
{
    private readonly Scratch _scratch = new();

    public string Path => System.IO.Path.Combine(_scratch.Folder, "spans");

    public void Dispose() => _scratch.Dispose();

    /// <summary>Returns a span in JSON.</summary>
    public static string Span(int trace, int span, int time = 0) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"traceId":"{{{trace + 1:x16}}}","id":"{{{span + 1:x16}}}","name":"get","timestamp":{{{1_700_000_000_000_000 + trace + time}}},"duration":10,"localEndpoint":{"serviceName":"web"}}
        """);

    /// <summary>Runs a server with the folder.</summary>
    public async Task<T> RunAsync<T>(Func<RunningZipkin, Task<T>> run, params string[] settings)
    {
        await using var zipkin = await RunningZipkin.StartAsync([$"STORAGE_PATH={Path}", .. settings]);
        return await run(zipkin);
    }

    public static string Query(string annotationQuery) =>
        $"limit=100000&endTs=4000000000000&lookback=4000000000000&annotationQuery={Uri.EscapeDataString(annotationQuery)}";

    public static async Task<JsonArray> FindAsync(RunningZipkin zipkin) => JsonNode.Parse(await zipkin.OkAsync($"/api/v2/traces?{Query("")}"))!.AsArray();

    // Every trace as JSON.
    public static async Task<List<string>> AllAsync(RunningZipkin zipkin) => [.. (await FindAsync(zipkin)).Select(trace => trace!.ToJsonString())];

    public static async Task<Dictionary<string, int>> TracesAsync(RunningZipkin zipkin) =>
        (await FindAsync(zipkin)).ToDictionary(trace => (string)trace![0]!["traceId"]!, trace => trace!.AsArray().Count);

    public static async Task<List<int>> SpansPerTraceAsync(RunningZipkin zipkin) =>
        [.. (await TracesAsync(zipkin)).OrderBy(trace => trace.Key, StringComparer.Ordinal).Select(trace => trace.Value)];

    public static Task WaitAsync(Func<bool> condition, string expected) => WaitAsync(() => Task.FromResult(condition()), expected);

    public static async Task WaitAsync(Func<Task<bool>> condition, string expected)
    {
        for (var clock = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(clock.Elapsed < Lines.Bound, $"Expected that {expected}.");
            await Task.Delay(10, Cancel);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
