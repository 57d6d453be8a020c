using ZipkinMesh.ZipkinBench.Load;
using ZipkinMesh.ZipkinBench.Parts;
using ZipkinMesh.ZipkinBench.Processes;
using ZipkinMesh.ZipkinBench.Reports;

namespace ZipkinMesh.ZipkinBench;

/// <summary>All parts, in the order in which the storages fill.</summary>
internal static class Bench
{
    private const double MiB = 1024 * 1024;

    // The traces are spread over the time before now, so that a search without an end finds the last ones.
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(50);

    /// <returns>Whether all figures are within their bounds.</returns>
    public static async Task<bool> RunAsync(BenchOptions options, CancellationToken cancel)
    {
        var report = new Report();
        var starts = new StartPart();
        for (var i = 1; i < options.Starts; i++)
        {
            Say($"start {i} of {options.Starts}");
            await using var again = await Pair.StartAsync(options, cancel);
            starts.Add(again);
        }

        Say($"start {options.Starts} of {options.Starts}");
        await using var pair = await Pair.StartAsync(options, cancel);
        starts.Add(pair);
        report.Add(starts.Figures());

        var traces = (options.Spans + (2 * Traffic.SpansPerBlock)) / Traffic.SpansPerTrace;
        var spacingUs = (long)(Spread.TotalMicroseconds / traces);
        var traffic = new Traffic((DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000) - (traces * spacingUs), spacingUs);
        var ingest = new IngestPart(pair, traffic, options);
        await ingest.PostAsync(MessageFormat.Json, 200, cancel);
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        report.Add([new("memory, 200 spans", "MiB", pair.Ours.Memory / MiB, pair.Real.Memory / MiB, Bound.MostRatio(0.1, "at most a tenth"))]);

        report.Add(await ingest.RunAsync(cancel));
        await Task.Delay(TimeSpan.FromSeconds(3), cancel);
        report.Add(
        [
            new($"memory, {options.Spans} spans", "MiB", pair.Ours.Memory / MiB, pair.Real.Memory / MiB, Bound.MostRatio(0.5, "at most half")),
            new("most memory so far", "MiB", pair.Ours.MostMemory / MiB, pair.Real.MostMemory / MiB),
        ]);
        report.Add(await new SearchPart(pair, traffic, options).RunAsync(cancel));
        report.Add([await ingest.RunFullAsync(cancel)]);

        report.Print(Console.Out);
        if (options.JsonFile is not null)
        {
            report.WriteJson(options.JsonFile);
        }

        return report.AreAllWithin;
    }

    public static void Say(string text) => Console.Error.WriteLine($"bench/zipkin: {text}");
}
