using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Runs <c>bench/compare</c>: each part in turn, with its tables printed as soon as it is complete.</summary>
internal static class AllParts
{
    private static readonly Dictionary<string, Func<CompareOptions, BenchContext, Task<PartReport>>> Parts = new()
    {
        [PartNames.Front] = FrontPart.RunAsync,
        [PartNames.Http2] = FrontPart.RunHttp2Async,
        [PartNames.Latency] = LatencyPart.RunAsync,
        [PartNames.Memory] = MemoryPart.RunAsync,
        [PartNames.Start] = StartPart.RunAsync,
        [PartNames.Path] = PathPart.RunAsync,
        [PartNames.Bodies] = LoadPart.BodiesAsync,
        [PartNames.Connections] = LoadPart.ConnectionsAsync,
    };

    /// <returns>True when all figures are valid.</returns>
    public static async Task<bool> RunAsync(CompareOptions options, BenchContext context)
    {
        var clock = Stopwatch.StartNew();
        if (options.Json is not null)
        {
            OutputPath.CreateFile("--json", options.Json);
        }

        var report = new CompareReport
        {
            Started = DateTimeOffset.UtcNow,
            Machine = Machine.Read(),
            Rounds = options.Rounds.Rounds,
            Seconds = options.Rounds.Seconds,
            Quick = options.Quick,
        };
        Console.Out.WriteLine($"Machine: {report.Machine}.\n");
        foreach (var name in options.Parts)
        {
            var part = await Parts[name](options, context);
            report.Parts.Add(part);
            Console.Out.WriteLine(PartMarkdown.Write(part));
            Write(report, options.Json);
        }

        Progress.Write($"took {clock.Elapsed:mm\\:ss}");
        if (report.IsInvalid)
        {
            Progress.Write("the run is invalid: see the notes in the tables");
        }

        return !report.IsInvalid;
    }

    // After each part, so that an interrupted run leaves the parts that are complete.
    private static void Write(CompareReport report, string? file)
    {
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(report, CompareReportJson.Default.CompareReport));
        }
    }
}
