using System.Globalization;
using System.Text.RegularExpressions;
using ZipkinMesh.Bench.Harness.Processes;

namespace ZipkinMesh.Bench.Compare.Load;

/// <summary>
/// Sends requests over HTTP/2 at the highest rate possible, with one thread, and parses the output:
/// <code>
/// finished in 4.00s, 20308.50 req/s, 6.83MB/s
/// requests: 81234 total, 81394 started, 81234 done, 81231 succeeded, 3 failed, 0 errored, 0 timeout
/// </code>
/// </summary>
internal static partial class H2Load
{
    public static async Task<LoadResult> RunAsync(string program, int port, LoadSpec load, int seconds, CancellationToken cancel)
    {
        var output = await CommandOutput.ReadAsync(
            program,
            [
                "-t1", $"-c{load.Connections}", $"-m{load.Streams}", $"-D{seconds}",
                .. load.Headers.SelectMany(header => new[] { "-H", header }),
                $"http://127.0.0.1:{port}{load.Path}",
            ],
            cancel);
        return Parse(output);
    }

    public static LoadResult Parse(string output)
    {
        var requests = Requests().Match(output);
        return new LoadResult(
            Requests: long.Parse(requests.Groups["done"].ValueSpan, CultureInfo.InvariantCulture),
            PerSecond: double.Parse(PerSecond().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            Errors: long.Parse(requests.Groups["failed"].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(?<done>\d+) done, \d+ succeeded, (?<failed>\d+) failed")]
    private static partial Regex Requests();

    [GeneratedRegex(@"([\d.]+) req/s")]
    private static partial Regex PerSecond();
}
