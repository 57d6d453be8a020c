using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Tests.Proxy.Stats;

/// <summary>Tests the bins, buckets and quantiles of durations. Those of several values in a bin were observed on Envoy 1.40.</summary>
public sealed class HistogramTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.0123, 0.012, 0.001)]
    [InlineData(0.5, 0.49, 0.01)]
    [InlineData(0.51, 0.5, 0.01)]
    [InlineData(1, 0.99, 0.01)]
    [InlineData(1.05, 1, 0.1)]
    [InlineData(6.05, 6, 0.1)]
    [InlineData(15.4, 15, 1)]
    [InlineData(300, 290, 10)]
    [InlineData(1_800_000, 1_700_000, 100_000)]
    public void Record_Value_FallsIntoTheBinBelowIt(double value, double lower, double width)
    {
        var bin = Assert.Single(Record(value).Bins);

        Assert.Equal((lower, width, 1L), (Math.Round(bin.Lower, 6), bin.Width, bin.Count));
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(double.MaxValue)]
    public void Record_HugeValue_FallsIntoTheLastBin(double value) => Assert.Equal(1, Record(value).Count);

    [Fact]
    public void CountUpTo_EveryBound_IncludesIt()
    {
        foreach (var bound in HistogramSnapshot.Bounds)
        {
            Assert.Equal(1, Record(bound).CountUpTo(bound));
            Assert.Equal(0, Record(bound * 1.001).CountUpTo(bound));
        }
    }

    [Fact]
    public void Quantile_OneValue_IsTheMiddleOfItsBin() =>
        Assert.All(HistogramSnapshot.Quantiles, quantile => Assert.Equal(6.05, Record(6.03).Quantile(quantile)!.Value, 6));

    [Fact]
    public void Quantile_FourValuesInABin_AreAtEqualDistances() => Assert.Equal(
        [1.02, 1.04, 1.06, 1.08, 1.08],
        new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(quantile => Math.Round(Record(1.01, 1.05, 1.05, 1.09).Quantile(quantile)!.Value, 6)));

    [Fact]
    public void Quantile_SeveralBins_IsThatOfTheValueAbove() => Assert.Equal(
        [1.05, 6.05, 7.05],
        new[] { 0, 0.5, 1 }.Select(quantile => Math.Round(Record(1.01, 6.05, 7.05).Quantile(quantile)!.Value, 6)));

    [Fact]
    public void Quantile_NoValue_IsNone() => Assert.Null(HistogramSnapshot.Empty.Quantile(0.5));

    [Fact]
    public void Sum_OfValues_IsExactToTheMicrosecond() => Assert.Equal(3.75, Record(1.25, 2.5).Sum);

    [Fact]
    public void Flush_Twice_IntervalHasTheValuesBetween()
    {
        var counts = new HistogramCounts();
        counts.Record(1.05);
        counts.Flush();
        counts.Record(1.05);
        counts.Record(20);
        counts.Flush();

        Assert.Equal([1, 1], counts.Interval.Bins.Select(bin => bin.Count));
        Assert.Equal(3, counts.Read().Count);

        counts.Flush();
        Assert.Equal(0, counts.Interval.Count);
    }

    [Fact]
    public void Record_ManyThreads_LosesNothing()
    {
        var counts = new HistogramCounts();

        Parallel.For(0, 100_000, i => counts.Record(i / 100.0));

        Assert.Equal(100_000, counts.Read().Count);
    }

    private static HistogramSnapshot Record(params double[] values)
    {
        var counts = new HistogramCounts();
        foreach (var value in values)
        {
            counts.Record(value);
        }

        return counts.Read();
    }
}
