using System.Globalization;
using ZipkinMesh.Compare.Curves;
using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Plots;

/// <summary>Draws a curve as SVG. It has a light ground of its own, so that it reads on a dark page, too.</summary>
internal static class SvgPlot
{
    private const int Width = 760;
    private const int Height = 440;

    // The space the lines are drawn in.
    private const int Left = 80;
    private const int Right = Width - 30;
    private const int Top = 84;
    private const int Bottom = Height - 62;

    private const string Ink = "#24292f";
    private const string Pale = "#d8dee4";

    public static string Write(Curve curve, CurveReport report)
    {
        var x = Axis.OfPoints(curve.Points, curve.Label, curve.IsLogarithmic);
        var y = Axis.OfValues([.. report.Series.SelectMany(series => series.Points).Select(point => point.Median)]);
        return string.Join('\n',
        [
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="system-ui, sans-serif" font-size="13">""",
            $"""<title>{curve.Title}: {report.Unit}</title>""",
            $"""<rect width="{Width}" height="{Height}" rx="6" fill="#ffffff"/>""",
            Text(Left, 28, curve.Title, "start", "font-size=\"16\" font-weight=\"600\""),
            .. y.Marks.SelectMany(mark => HorizontalLine(Y(y, mark.Value), mark.Label)),
            .. x.Marks.SelectMany(mark => VerticalLine(X(x, mark.Value), mark.Label)),
            $"""<path d="M{Left} {Top}V{Bottom}H{Right}" fill="none" stroke="{Ink}"/>""",
            Text((Left + Right) / 2, Height - 16, curve.Growing, "middle"),
            $"""<g transform="rotate(-90)">{Text(-(Top + Bottom) / 2, 22, report.Unit, "middle")}</g>""",
            .. report.Series.Select(series => Line(series, x, y)),
            .. report.Series.SelectMany(Legend),
            "</svg>",
            "",
        ]);
    }

    private static string[] HorizontalLine(double y, string label) =>
    [
        $"""<path d="M{Left} {Number(y)}H{Right}" stroke="{Pale}"/>""",
        Text(Left - 8, y + 4, label, "end"),
    ];

    private static string[] VerticalLine(double x, string label) =>
    [
        $"""<path d="M{Number(x)} {Bottom}v5" stroke="{Ink}"/>""",
        Text(x, Bottom + 20, label, "middle"),
    ];

    private static string Line(CurveSeries series, Axis x, Axis y)
    {
        var points = series.Points.Select(point => (X: Number(X(x, point.X)), Y: Number(Y(y, point.Median)))).ToList();
        var dots = points.Zip(series.Points, (at, point) =>
            $"""<circle cx="{at.X}" cy="{at.Y}" r="3.5" fill="{Colour(series)}" stroke="none"><title>{series.Name}: {Number(point.Median)} µs</title></circle>""");
        return $"""<g {Stroke(series)}><polyline points="{string.Join(' ', points.Select(at => $"{at.X},{at.Y}"))}"/>{string.Concat(dots)}</g>""";
    }

    private static IEnumerable<string> Legend(CurveSeries series, int number)
    {
        // Two columns, two rows.
        var x = Left + (number % 2 * 330);
        var y = 48 + (number / 2 * 20);
        yield return $"""<g {Stroke(series)}><path d="M{x} {y}h30"/><circle cx="{x + 15}" cy="{y}" r="3.5" fill="{Colour(series)}" stroke="none"/></g>""";
        yield return Text(x + 38, y + 4, series.Name, "start");
    }

    private static string Stroke(CurveSeries series) =>
        $"""fill="none" stroke="{Colour(series)}" stroke-width="2"{(series.IsVariant ? " stroke-dasharray=\"6 4\"" : "")}""";

    // Apart for those, too, who tell red from green with difficulty.
    private static string Colour(CurveSeries series) => series.Kind switch
    {
        ProxyKind.Ours => "#0072b2",
        ProxyKind.Envoy => "#d55e00",
        ProxyKind.Nginx => "#009e73",
        _ => "#cc79a7",
    };

    private static string Text(double x, double y, string text, string anchor, string more = "") =>
        $"""<text x="{Number(x)}" y="{Number(y)}" text-anchor="{anchor}" fill="{Ink}" {more}>{text}</text>""";

    private static double X(Axis axis, double value) => Left + (axis.Position(value) * (Right - Left));

    private static double Y(Axis axis, double value) => Bottom - (axis.Position(value) * (Bottom - Top));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
