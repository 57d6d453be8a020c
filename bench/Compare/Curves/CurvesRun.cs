using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.Compare.Comparing;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Plots;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Curves;

/// <summary><c>bench/curves</c>: a plot, a JSON file and a Markdown table for each of the curves asked for.</summary>
internal static class CurvesRun
{
    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(CurvesOptions? options, CancellationToken cancel)
    {
        if (options is null)
        {
            Console.Out.Write(CurvesOptions.Help);
            return ExitCodes.Ok;
        }

        var clock = Stopwatch.StartNew();
        var bench = new Bench(Tools.Find(), cancel);
        OutputFiles.CreateFolder(options.Folder);
        var isVoid = false;
        foreach (var name in options.Curves)
        {
            var curve = AllCurves.ByName[name];
            var report = await Measurement.RunAsync(curve, options.Drive, bench);
            File.WriteAllText(Path.Combine(options.Folder, $"curves-{name}.svg"), SvgPlot.Write(curve, report));
            File.WriteAllText(Path.Combine(options.Folder, $"curves-{name}.json"), JsonSerializer.Serialize(report, ReportJson.Default.CurveReport) + "\n");
            Console.Out.WriteLine(CurveMarkdown.Write(curve, report));
            isVoid |= report.Accounts.Exists(account => account.IsVoid);
        }

        Progress.Say($"took {clock.Elapsed:mm\\:ss}; plots and figures are in {options.Folder}");
        return isVoid ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
