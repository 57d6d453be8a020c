using System.Text.Json;
using ZipkinMesh.Bench.Harness;
using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Harness.Reports;
using ZipkinMesh.Bench.Zipkin.Load;
using ZipkinMesh.Bench.Zipkin.Options;
using ZipkinMesh.Bench.Zipkin.Servers;

namespace ZipkinMesh.Bench.Zipkin.Parts;

/// <summary>Runs all parts, in the order in which the storages fill up.</summary>
internal static class AllParts
{
    // The traces spread over the time before now, so that a search without an end time finds the latest ones.
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(50);

    /// <returns>True when all targets are met.</returns>
    public static async Task<bool> RunAsync(BenchOptions options, CancellationToken cancel)
    {
        options.ValidatePrograms();
        if (options.JsonFile is not null)
        {
            OutputPath.CreateFile("--json", options.JsonFile);
        }

        var report = new ZipkinReport { Started = DateTimeOffset.UtcNow, Machine = Machine.Read() };
        await MeasureInTimeAsync(report.Figures, options, cancel);

        Console.Out.WriteLine($"Machine: {report.Machine}. {options.Spans:N0} spans, {options.Rounds} rounds, {options.Searches} searches.\n");
        Console.Out.WriteLine(string.Join('\n', ComparisonTable.Write(report.Figures, "real")));
        if (options.JsonFile is not null)
        {
            await File.WriteAllTextAsync(options.JsonFile, JsonSerializer.Serialize(report, ZipkinReportJson.Default.ZipkinReport), cancel);
        }

        return report.Figures.TrueForAll(figure => figure.IsMet);
    }

    private static async Task MeasureInTimeAsync(List<Comparison> figures, BenchOptions options, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.TimeLimit);
        try
        {
            await MeasureAsync(figures, options, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BenchException($"not complete after {options.TimeLimit.TotalMinutes} minutes");
        }
    }

    private static async Task MeasureAsync(List<Comparison> figures, BenchOptions options, CancellationToken cancel)
    {
        var starts = new StartPart();
        for (var i = 1; i < options.Starts; i++)
        {
            Progress.Write($"start {i} of {options.Starts}");
            await using var stopped = await ServerPair.StartAsync(options, cancel);
            starts.Add(stopped);
        }

        Progress.Write($"start {options.Starts} of {options.Starts}");
        await using var pair = await ServerPair.StartAsync(options, cancel);
        starts.Add(pair);
        figures.Add(starts.Figure());

        var traffic = CreateTraffic(options);
        var ingest = new IngestPart(pair, traffic, options);
        await ingest.PostAsync(MessageFormat.Json, 200, cancel);
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        figures.Add(Memory("memory, 200 spans", pair, Target.RatioAtMost(0.1, "at most a tenth")));

        figures.AddRange(await ingest.RunAsync(cancel));
        await Task.Delay(TimeSpan.FromSeconds(3), cancel);
        figures.Add(Memory($"memory, {options.Spans} spans", pair, Target.RatioAtMost(0.5, "at most half")));
        figures.Add(Comparison.OfValues(new Metric("peak memory so far", "MiB"), pair.Ours.PeakMemory, pair.Real.PeakMemory));
        figures.AddRange(await new SearchPart(pair, traffic, options).RunAsync(cancel));
        figures.Add(await ingest.RunFullAsync(cancel));
    }

    private static Traffic CreateTraffic(BenchOptions options)
    {
        var traces = (options.Spans + (2 * Traffic.SpansPerBlock)) / Traffic.SpansPerTrace;
        var spacingUs = (long)(Spread.TotalMicroseconds / traces);
        return new Traffic((DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000) - (traces * spacingUs), spacingUs);
    }

    private static Comparison Memory(string name, ServerPair pair, Target target) =>
        Comparison.OfValues(new Metric(name, "MiB"), pair.Ours.Memory, pair.Real.Memory, target);
}
