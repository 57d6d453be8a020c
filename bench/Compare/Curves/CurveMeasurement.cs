using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Measures a curve, point by point.</summary>
internal static class CurveMeasurement
{
    private const string PathMatchVariant = ", by Match:Path";

    public static async Task<CurveReport> RunAsync(Curve curve, RoundOptions options, BenchContext context)
    {
        var report = new CurveReport
        {
            Started = DateTimeOffset.UtcNow,
            Machine = Machine.Read(),
            Title = curve.Title,
            Growing = curve.Growing,
            RoundCount = options.Rounds,
            Seconds = options.Seconds,
        };
        if (curve.Change is null)
        {
            await using var fleet = await StartAsync(report, curve, curve.Points[0], context);
            foreach (var point in curve.Points)
            {
                await AddPointAsync(report, curve, point, fleet, options);
            }

            report.Accounts.AddRange(await fleet.AccountsAsync());
            return report;
        }

        foreach (var point in curve.Points)
        {
            await using var fleet = await StartAsync(report, curve, point, context);
            await AddPointAsync(report, curve, point, fleet, options);
            report.Accounts.AddRange(await fleet.AccountsAsync());
        }

        return report;
    }

    private static async Task<Fleet> StartAsync(CurveReport report, Curve curve, int point, BenchContext context)
    {
        var fleet = await Fleet.StartAsync(context, curve.Endpoints(point));
        try
        {
            foreach (var contender in context.Available(Contender.MostComplete))
            {
                await AddAsync(contender, "", spec => curve.Change?.Invoke(spec, point) ?? spec);
            }

            if (curve.HasPathMatch)
            {
                await AddAsync(
                    new Contender(ProxyKind.Ours, Mode.Traced),
                    PathMatchVariant,
                    spec => (curve.Change?.Invoke(spec, point) ?? spec) with { MatchesByPath = true });
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
            catch (NotReadyException late)
            {
                report.Missing.Add($"{contender}{variant}, {curve.Label(point)}: {late.Message}");
                Progress.Write($"{curve.Name}: {report.Missing[^1]}");
            }
        }
    }

    private static async Task AddPointAsync(CurveReport report, Curve curve, int point, Fleet fleet, RoundOptions options)
    {
        var all = await Rounds.RunAsync(fleet, curve.Load(point), options, $"{curve.Name}, {curve.Label(point)}");
        foreach (var (subject, results) in all)
        {
            var series = report.Series.Find(series => series.Name == $"{subject}");
            if (series is null)
            {
                series = new CurveSeries { Name = $"{subject}", Kind = subject.Contender.Kind, IsVariant = subject.Variant.Length > 0 };
                report.Series.Add(series);
            }

            series.Points.Add(new CurvePoint(point, [.. results.Select(result => result.Cpu)]));
        }
    }
}
