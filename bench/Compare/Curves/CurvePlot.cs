using ZipkinMesh.Bench.Compare.Plots;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Creates the plot of a measured curve.</summary>
internal static class CurvePlot
{
    public static Plot Create(Curve curve, CurveReport report) => new()
    {
        Title = curve.Title,
        XLabel = curve.Growing,
        YLabel = report.Unit,
        Unit = "µs",
        X = Axis.OfPoints(curve.Points, curve.Label, curve.IsLogarithmic),
        Y = Axis.OfValues([.. report.Series.SelectMany(series => series.Points).Select(point => point.Median)]),
        Lines = [.. report.Series.Select(Line)],
    };

    private static PlotLine Line(CurveSeries series) =>
        new(series.Name, Colour(series.Kind), series.IsVariant, [.. series.Points.Select(point => ((double)point.X, point.Median))]);

    // The colours of Okabe and Ito, which people with colour blindness can tell apart.
    private static string Colour(ProxyKind kind) => kind switch
    {
        ProxyKind.Ours => "#0072b2",
        ProxyKind.Envoy => "#d55e00",
        ProxyKind.Nginx => "#009e73",
        _ => "#cc79a7",
    };
}
