using System.Globalization;

namespace ZipkinMesh.Bench.Compare.Plots;

/// <summary>Maps values to positions on an axis, from 0 to 1, and lists the values to mark.</summary>
internal sealed class Axis
{
    // The share of a logarithmic axis between 0 and the smallest other value.
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

    /// <summary>Creates an axis that marks all measured points. A logarithmic axis shows 0 at its start, apart from the other values.</summary>
    public static Axis OfPoints(IReadOnlyList<int> points, Func<int, string> label, bool isLogarithmic)
    {
        var hasZero = isLogarithmic && points.Contains(0);
        var from = hasZero ? points.Where(point => point > 0).Min() : points.Min();
        return new Axis(from, points.Max(), isLogarithmic, hasZero, [.. points.Select(point => ((double)point, label(point)))]);
    }

    /// <summary>Creates an axis from 0 in even steps, or in powers of ten when the values differ too much.</summary>
    public static Axis OfValues(IReadOnlyList<double> values)
    {
        const double MaxLinearRatio = 20;
        return values.Max() / values.Min() > MaxLinearRatio ? Logarithmic(values.Min(), values.Max()) : Linear(values.Max());
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
        // At most eight steps of 1, 2 or 5 times a power of ten.
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
