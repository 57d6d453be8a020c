using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary><c>bench/compare</c>: runs the parts asked for and prints each one's tables when it is done.</summary>
internal static class Comparison
{
    private static readonly Dictionary<string, Func<CompareOptions, Bench, Task<PartReport>>> Parts = new()
    {
        [PartNames.Front] = FrontPart.RunAsync,
        [PartNames.Latency] = LatencyPart.RunAsync,
        [PartNames.Memory] = MemoryPart.RunAsync,
        [PartNames.Start] = StartPart.RunAsync,
        [PartNames.Path] = PathPart.RunAsync,
        [PartNames.Bodies] = SettingsPart.BodiesAsync,
        [PartNames.Connections] = SettingsPart.ConnectionsAsync,
    };

    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(CompareOptions? options, CancellationToken cancel)
    {
        if (options is null)
        {
            Console.Out.Write(CompareOptions.Help);
            return ExitCodes.Ok;
        }

        var clock = Stopwatch.StartNew();
        var bench = new Bench(Tools.Find(), cancel);
        if (options.Json is not null)
        {
            OutputFiles.CreateFile(options.Json);
        }

        var report = new Report
        {
            Started = DateTimeOffset.UtcNow,
            Rounds = options.Drive.Rounds,
            Seconds = options.Drive.Seconds,
            Quick = options.Quick,
        };
        foreach (var name in options.Parts)
        {
            var part = await Parts[name](options, bench);
            report.Parts.Add(part);
            Console.Out.WriteLine(Markdown.Write(part));
            Write(report, options.Json);
        }

        Progress.Say($"took {clock.Elapsed:mm\\:ss}");
        if (report.IsVoid)
        {
            Progress.Say("the run is void: see the remarks in the tables");
        }

        return report.IsVoid ? ExitCodes.Failed : ExitCodes.Ok;
    }

    // After each part: what there is stays when the user ends it.
    private static void Write(Report report, string? file)
    {
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(report, ReportJson.Default.Report));
        }
    }
}
