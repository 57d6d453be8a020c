namespace ZipkinMesh.Proxy.Stats;

/// <summary>
/// Counts durations in bins of two decimal digits, as Envoy's histograms do (https://github.com/openhistogram/libcircllhist): from 1.0 to
/// 1.1 ms, from 10 to 11 ms, and so on. Any thread may record, at the cost of two interlocked additions.
/// </summary>
internal sealed class HistogramCounts
{
    private const int BinsPerDecade = 90;
    private const int MicrosecondsPerMillisecond = 1000;

    // A tenth of the smallest value of each decade: the width of its bins. Shorter times count as 0, longer ones as the longest.
    private static readonly double[] Widths = [1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5];

    private readonly long[]?[] _decades = new long[]?[Widths.Length];
    private HistogramSnapshot _flushed = HistogramSnapshot.Empty;
    private long _zeros;
    private long _sum;

    /// <summary>Gets the values of the last complete interval between two calls of <see cref="Flush"/>.</summary>
    public HistogramSnapshot Interval { get; private set; } = HistogramSnapshot.Empty;

    /// <summary>Counts a duration.</summary>
    public void Record(double milliseconds)
    {
        Interlocked.Add(ref _sum, (long)(milliseconds * MicrosecondsPerMillisecond));
        if (milliseconds <= Widths[0] * 10)
        {
            Interlocked.Increment(ref _zeros);
            return;
        }

        var decade = 0;
        while (decade < Widths.Length - 1 && milliseconds > Widths[decade] * 100)
        {
            decade++;
        }

        var bin = Math.Min((int)Math.Ceiling(milliseconds / Widths[decade]) - 11, BinsPerDecade - 1);
        Interlocked.Increment(ref BinsOf(decade)[Math.Max(bin, 0)]);
    }

    /// <summary>Returns the values since the start.</summary>
    public HistogramSnapshot Read()
    {
        var bins = new List<HistogramBin>();
        if (Volatile.Read(ref _zeros) is > 0 and var zeros)
        {
            bins.Add(new HistogramBin(0, 0, zeros));
        }

        for (var decade = 0; decade < _decades.Length; decade++)
        {
            for (var i = 0; Volatile.Read(ref _decades[decade]) is { } counts && i < BinsPerDecade; i++)
            {
                if (Volatile.Read(ref counts[i]) is > 0 and var count)
                {
                    bins.Add(new HistogramBin((i + 10) * Widths[decade], Widths[decade], count));
                }
            }
        }

        return new HistogramSnapshot(bins, (double)Volatile.Read(ref _sum) / MicrosecondsPerMillisecond);
    }

    /// <summary>Ends an interval and begins the next one. Calls must not overlap.</summary>
    public void Flush()
    {
        var now = Read();
        Interval = now.Since(_flushed);
        _flushed = now;
    }

    private long[] BinsOf(int decade) => _decades[decade]
        ?? Interlocked.CompareExchange(ref _decades[decade], new long[BinsPerDecade], null)
        ?? _decades[decade]!;
}
