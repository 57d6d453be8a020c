using System.Text.Json;
using ZipkinMesh.Bench.Harness.Processes;

namespace ZipkinMesh.Bench.Compare.Load;

/// <summary>
/// Sends requests at a fixed rate. Latency counts from the time a request was due, so a proxy that stalls can't hide the requests
/// that waited meanwhile (<c>--latency-correction</c>).
/// </summary>
internal static class Oha
{
    // The end of the run aborts the last requests. They don't count as errors.
    private const string CutOff = "aborted due to deadline";

    public static async Task<OhaResult> RunAsync(string program, int port, LoadSpec load, int perSecond, int seconds, CancellationToken cancel)
    {
        var output = await CommandOutput.ReadAsync(
            program,
            [
                "-q", $"{perSecond}", "-c", $"{load.Connections}", "-z", $"{seconds}s", "--latency-correction", "--output-format", "json", "--no-tui",
                $"http://127.0.0.1:{port}{load.Path}",
            ],
            cancel);
        return Parse(output);
    }

    /// <summary>Parses the JSON output. Latencies are in seconds there.</summary>
    public static OhaResult Parse(string output)
    {
        using var json = JsonDocument.Parse(output);
        var percentiles = json.RootElement.GetProperty("latencyPercentiles");
        return new OhaResult(
            P50: Microseconds(percentiles, "p50"),
            P99: Microseconds(percentiles, "p99"),
            P999: Microseconds(percentiles, "p99.9"),
            PerSecond: json.RootElement.GetProperty("summary").GetProperty("requestsPerSec").GetDouble(),
            Errors: Sum(json.RootElement.GetProperty("errorDistribution"), name => name != CutOff)
                + Sum(json.RootElement.GetProperty("statusCodeDistribution"), name => name != "200"));
    }

    private static double Microseconds(JsonElement percentiles, string name) => percentiles.GetProperty(name).GetDouble() * 1e6;

    private static long Sum(JsonElement distribution, Predicate<string> counts) =>
        distribution.EnumerateObject().Where(entry => counts(entry.Name)).Sum(entry => entry.Value.GetInt64());
}
