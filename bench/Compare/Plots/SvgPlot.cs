using System.Globalization;

namespace ZipkinMesh.Bench.Compare.Plots;

/// <summary>Draws a plot as SVG. It has a light background, so that it is readable on a dark page, too.</summary>
internal static class SvgPlot
{
    private const int Width = 760;
    private const int Height = 440;

    // The area of the lines.
    private const int Left = 80;
    private const int Right = Width - 30;
    private const int Top = 84;
    private const int Bottom = Height - 62;

    private const string Ink = "#24292f";
    private const string Pale = "#d8dee4";

    public static string Write(Plot plot) => string.Join('\n',
    [
        $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="system-ui, sans-serif" font-size="13">""",
        $"""<title>{plot.Title}: {plot.YLabel}</title>""",
        $"""<rect width="{Width}" height="{Height}" rx="6" fill="#ffffff"/>""",
        Text(Left, 28, plot.Title, "start", "font-size=\"16\" font-weight=\"600\""),
        .. plot.Y.Marks.SelectMany(mark => HorizontalLine(Y(plot.Y, mark.Value), mark.Label)),
        .. plot.X.Marks.SelectMany(mark => VerticalLine(X(plot.X, mark.Value), mark.Label)),
        $"""<path d="M{Left} {Top}V{Bottom}H{Right}" fill="none" stroke="{Ink}"/>""",
        Text((Left + Right) / 2, Height - 16, plot.XLabel, "middle"),
        $"""<g transform="rotate(-90)">{Text(-(Top + Bottom) / 2, 22, plot.YLabel, "middle")}</g>""",
        .. plot.Lines.Select(line => Line(line, plot)),
        .. plot.Lines.SelectMany(Legend),
        "</svg>",
        "",
    ]);

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

    private static string Line(PlotLine line, Plot plot)
    {
        var points = line.Points.Select(point => (X: Number(X(plot.X, point.X)), Y: Number(Y(plot.Y, point.Y)))).ToList();
        var dots = points.Zip(line.Points, (at, point) =>
            $"""<circle cx="{at.X}" cy="{at.Y}" r="3.5" fill="{line.Colour}" stroke="none"><title>{line.Name}: {Number(point.Y)} {plot.Unit}</title></circle>""");
        return $"""<g {Stroke(line)}><polyline points="{string.Join(' ', points.Select(at => $"{at.X},{at.Y}"))}"/>{string.Concat(dots)}</g>""";
    }

    private static IEnumerable<string> Legend(PlotLine line, int number)
    {
        // In two columns.
        var x = Left + (number % 2 * 330);
        var y = 48 + (number / 2 * 20);
        yield return $"""<g {Stroke(line)}><path d="M{x} {y}h30"/><circle cx="{x + 15}" cy="{y}" r="3.5" fill="{line.Colour}" stroke="none"/></g>""";
        yield return Text(x + 38, y + 4, line.Name, "start");
    }

    private static string Stroke(PlotLine line) =>
        $"""fill="none" stroke="{line.Colour}" stroke-width="2"{(line.IsDashed ? " stroke-dasharray=\"6 4\"" : "")}""";

    private static string Text(double x, double y, string text, string anchor, string more = "") =>
        $"""<text x="{Number(x)}" y="{Number(y)}" text-anchor="{anchor}" fill="{Ink}" {more}>{text}</text>""";

    private static double X(Axis axis, double value) => Left + (axis.Position(value) * (Right - Left));

    private static double Y(Axis axis, double value) => Bottom - (axis.Position(value) * (Bottom - Top));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
