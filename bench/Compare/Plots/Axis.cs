using System.Globalization;

namespace ZipkinMesh.Compare.Plots;

/// <summary>Where on an axis a value stands, from 0 to 1, and which values are marked.</summary>
internal sealed class Axis
{
    // Part of a logarithmic axis that parts 0 from the smallest other value.
    private const double ZeroGap = 0.12;

    private static readonly double[] Steps = [0.2, 0.5, 1, 2];

    private readonly double _from;
    private readonly double _to;
    private readonly bool _isLogarithmic;
    private readonly bool _hasZero;

    private Axis(double from, double to, bool isLogarithmic, bool hasZero, IReadOnlyList<(double Value, string Label)> marks)
    {
        _from = from;
        _to = to;
        _isLogarithmic = isLogarithmic;
        _hasZero = hasZero;
        Marks = marks;
    }

    public IReadOnlyList<(double Value, string Label)> Marks { get; }

    /// <summary>Marks what was measured. A logarithmic one that has to show 0 puts it apart, at its begin.</summary>
    public static Axis OfPoints(IReadOnlyList<int> points, Func<int, string> label, bool isLogarithmic)
    {
        var hasZero = isLogarithmic && points.Contains(0);
        var from = hasZero ? points.Where(point => point > 0).Min() : points.Min();
        return new Axis(from, points.Max(), isLogarithmic, hasZero, [.. points.Select(point => ((double)point, label(point)))]);
    }

    /// <summary>From 0 in even steps; or, when the values are too far apart for that, in powers of ten.</summary>
    public static Axis OfValues(IReadOnlyList<double> values)
    {
        const double TooFarApart = 20;
        return values.Max() / values.Min() > TooFarApart ? Logarithmic(values.Min(), values.Max()) : Linear(values.Max());
    }

    public double Position(double value)
    {
        if (!_isLogarithmic)
        {
            return (value - _from) / (_to - _from);
        }

        if (value == 0)
        {
            return 0;
        }

        var position = Math.Log(value / _from) / Math.Log(_to / _from);
        return _hasZero ? ZeroGap + ((1 - ZeroGap) * position) : position;
    }

    private static Axis Linear(double max)
    {
        // Four to eight steps of 1, 2 or 5 times a power of ten.
        var power = Math.Pow(10, Math.Floor(Math.Log10(max)));
        var step = Steps.Select(factor => factor * power).First(step => max / step <= 8);
        var steps = (int)Math.Ceiling(max / step);
        return new Axis(0, steps * step, isLogarithmic: false, hasZero: false, [.. Enumerable.Range(0, steps + 1).Select(i => Mark(i * step))]);
    }

    private static Axis Logarithmic(double min, double max)
    {
        var from = Math.Floor(Math.Log10(min));
        var to = Math.Ceiling(Math.Log10(max));
        return new Axis(
            Math.Pow(10, from),
            Math.Pow(10, to),
            isLogarithmic: true,
            hasZero: false,
            [.. Enumerable.Range((int)from, (int)(to - from) + 1).Select(power => Mark(Math.Pow(10, power)))]);
    }

    private static (double, string) Mark(double value) => (value, value.ToString("#,0.##", CultureInfo.InvariantCulture));
}
