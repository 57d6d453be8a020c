using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Polls a Zipkin server, the embedded or the Java one, until it returns what the test expects.</summary>
internal sealed class ZipkinClient(string address) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    // The JVM takes 5 s to start Zipkin, and many times that beside a build.
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);

    private readonly HttpClient _client = new() { BaseAddress = new Uri(address) };

    /// <summary>Returns a trace once it has at least the given number of records.</summary>
    public async Task<JsonArray> GetTraceAsync(string traceId, int records) =>
        await PollAsync($"/api/v2/trace/{traceId}", trace => trace.Count >= records);

    /// <summary>Returns the trace that has a tag, once it has at least the given number of records.</summary>
    public async Task<JsonArray> FindTraceAsync(string key, string value, int records) =>
        (await PollAsync(Search(key, value), traces => traces is [JsonArray trace] && trace.Count >= records))[0]!.AsArray();

    /// <summary>Returns the traces that have a tag, as there are now.</summary>
    public async Task<JsonArray> FindTracesAsync(string key, string value) => await PollAsync(Search(key, value), _ => true);

    /// <summary>Returns the dependency links as "parent -> child: calls", once they are as expected.</summary>
    public async Task<string[]> GetDependenciesAsync(Predicate<string[]> expected)
    {
        // Zipkin aggregates links by calendar day; the default lookback of one day covers this run.
        var path = $"/api/v2/dependencies?endTs={DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds()}";
        return Links(await PollAsync(path, links => expected(Links(links))));
    }

    public async Task WaitUntilHealthyAsync() => await PollAsync("/health", _ => true, StartBound);

    public void Dispose() => _client.Dispose();

    private static string Search(string key, string value) => $"/api/v2/traces?annotationQuery={Uri.EscapeDataString($"{key}={value}")}";

    private static string[] Links(JsonArray links) =>
        [.. links.Select(link => $"{link!["parent"]} -> {link["child"]}: {link["callCount"]}").Order(StringComparer.Ordinal)];

    private async Task<JsonArray> PollAsync(string path, Predicate<JsonArray> expected, TimeSpan? bound = null)
    {
        var last = "no response";
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < (bound ?? Bound); await Task.Delay(25))
        {
            try
            {
                using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
                last = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    var found = JsonNode.Parse(last) as JsonArray ?? [];
                    if (expected(found))
                    {
                        return found;
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or JsonException)
            {
                last = e.Message;
            }
        }

        throw new TimeoutException($"{path}: not as expected in time. Last response: {last}");
    }
}
