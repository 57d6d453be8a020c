using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Plots;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Runs <c>bench/curves</c>: writes a plot, a JSON file and a Markdown table for each curve.</summary>
internal static class CurvesRun
{
    /// <returns>True when all figures are valid.</returns>
    public static async Task<bool> RunAsync(CurvesOptions options, BenchContext context)
    {
        var clock = Stopwatch.StartNew();
        OutputPath.CreateFolder("--out", options.Folder);
        var isValid = true;
        foreach (var name in options.Curves)
        {
            var curve = CurveCatalog.ByName[name];
            var report = await CurveMeasurement.RunAsync(curve, options.Rounds, context);
            File.WriteAllText(Path.Combine(options.Folder, $"curves-{name}.svg"), SvgPlot.Write(CurvePlot.Create(curve, report)));
            File.WriteAllText(
                Path.Combine(options.Folder, $"curves-{name}.json"), JsonSerializer.Serialize(report, CurveReportJson.Default.CurveReport) + "\n");
            Console.Out.WriteLine(CurveMarkdown.Write(curve, report));
            isValid &= !report.Accounts.Exists(account => account.IsInvalid);
        }

        Progress.Write($"took {clock.Elapsed:mm\\:ss}; plots and figures are in {options.Folder}");
        return isValid;
    }
}
