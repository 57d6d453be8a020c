using System.Globalization;
using System.Text.RegularExpressions;
using ZipkinMesh.Bench.Harness.Processes;

namespace ZipkinMesh.Bench.Compare.Load;

/// <summary>
/// Sends requests at the highest rate possible, with one thread, and parses the output:
/// <code>
///   81234 requests in 4.00s, 27.31MB read
///   Socket errors: connect 0, read 12, write 0, timeout 0
///   Non-2xx or 3xx responses: 3
/// Requests/sec:  20301.22
/// </code>
/// </summary>
internal static partial class Wrk
{
    public static async Task<LoadResult> RunAsync(string program, int port, LoadSpec load, int seconds, CancellationToken cancel)
    {
        var output = await CommandOutput.ReadAsync(
            program,
            [
                "-t1", $"-c{load.Connections}", $"-d{seconds}s",
                .. load.Headers.SelectMany(header => new[] { "-H", header }),
                $"http://127.0.0.1:{port}{load.Path}",
            ],
            cancel);
        return Parse(output);
    }

    public static LoadResult Parse(string output) => new(
        Requests: (long)Number(Requests().Match(output)),
        PerSecond: Number(PerSecond().Match(output)),
        Errors: (long)(Number(BadStatus().Match(output)) + SocketErrors().Match(output).Groups.Values.Skip(1).Sum(Number)));

    private static double Number(Match match) => Number(match.Groups[1]);

    private static double Number(Group group) => group.Success ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex BadStatus();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrors();
}
