using ZipkinMesh.Compare.Comparing;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Curves;

/// <summary>Measures a curve, point after point.</summary>
internal static class Measurement
{
    private const string PathMatchVariant = ", by Match:Path";

    public static async Task<CurveReport> RunAsync(Curve curve, DriveOptions options, Bench bench)
    {
        var report = new CurveReport
        {
            Started = DateTimeOffset.UtcNow,
            Title = curve.Title,
            Growing = curve.Growing,
            RoundCount = options.Rounds,
            Seconds = options.Seconds,
        };
        if (curve.Change is null)
        {
            await using var fleet = await StartAsync(report, curve, curve.Points[0], bench);
            foreach (var point in curve.Points)
            {
                await AddPointAsync(report, curve, point, fleet, options);
            }

            report.Accounts.AddRange(await fleet.AccountsAsync());
            return report;
        }

        foreach (var point in curve.Points)
        {
            await using var fleet = await StartAsync(report, curve, point, bench);
            await AddPointAsync(report, curve, point, fleet, options);
            report.Accounts.AddRange(await fleet.AccountsAsync());
        }

        return report;
    }

    private static async Task<Fleet> StartAsync(CurveReport report, Curve curve, int point, Bench bench)
    {
        var fleet = await Fleet.StartAsync(bench, curve.Endpoints(point));
        try
        {
            foreach (var contender in Contender.Foremost)
            {
                await AddAsync(contender, "", spec => curve.Change?.Invoke(spec, point) ?? spec);
            }

            if (curve.HasPathMatch)
            {
                await AddAsync(Contender.Foremost[0], PathMatchVariant, spec => (curve.Change?.Invoke(spec, point) ?? spec) with { MatchesByPath = true });
            }

            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }

        async Task AddAsync(Contender contender, string variant, Func<ProxySpec, ProxySpec> change)
        {
            try
            {
                await fleet.AddAsync(contender, curve.Load(point).Path, variant, change);
            }
            catch (NoAnswerException late)
            {
                report.Missing.Add($"{contender}{variant}, {curve.Label(point)}: {late.Message}");
                Progress.Say($"{curve.Name}: {report.Missing[^1]}");
            }
        }
    }

    private static async Task AddPointAsync(CurveReport report, Curve curve, int point, Fleet fleet, DriveOptions options)
    {
        var all = await Rounds.RunAsync(fleet, curve.Load(point), options, $"{curve.Name}, {curve.Label(point)}");
        foreach (var (subject, drives) in all)
        {
            var series = report.Series.Find(series => series.Name == $"{subject}");
            if (series is null)
            {
                series = new CurveSeries { Name = $"{subject}", Kind = subject.Contender.Kind, IsVariant = subject.Variant.Length > 0 };
                report.Series.Add(series);
            }

            series.Points.Add(new CurvePoint(point, [.. drives.Select(drive => drive.Cpu)]));
        }
    }
}
