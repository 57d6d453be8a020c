using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Asks a Zipkin server, the embedded or the real one, until it knows what a test expects of it.</summary>
internal sealed class ZipkinClient(string address) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new() { BaseAddress = new Uri(address) };

    public async Task<JsonArray> TraceAsync(string traceId, int records) =>
        await UntilAsync($"/api/v2/trace/{traceId}", trace => trace.Count >= records);

    /// <summary>The links, as "parent -> child: calls".</summary>
    public async Task<string[]> DependenciesAsync(Predicate<string[]> expected)
    {
        // Zipkin counts days by the clock; the lookback of a day has all of this run.
        var path = $"/api/v2/dependencies?endTs={DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds()}";
        return Links(await UntilAsync(path, links => expected(Links(links))));
    }

    public async Task HealthyAsync() => await UntilAsync("/health", _ => true);

    public void Dispose() => _client.Dispose();

    private static string[] Links(JsonArray links) =>
        [.. links.Select(link => $"{link!["parent"]} -> {link["child"]}: {link["callCount"]}").Order(StringComparer.Ordinal)];

    private async Task<JsonArray> UntilAsync(string path, Predicate<JsonArray> isIt)
    {
        var last = "no answer";
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Bound; await Task.Delay(25))
        {
            try
            {
                using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
                last = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    var found = JsonNode.Parse(last) as JsonArray ?? [];
                    if (isIt(found))
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

        throw new TimeoutException($"{path} last answered: {last}");
    }
}
