using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Tests.Exporter;

public sealed class BackOffTests
{
    private static readonly TimeSpan[] Longest = [.. new[] { 0.25, 0.5, 1, 2, 4, 5, 5 }.Select(TimeSpan.FromSeconds)];

    [Fact]
    public void Next_Repeated_DoublesUpTo5SecondsWithJitter()
    {
        var backOff = new BackOff(new Random(1));

        var pauses = Longest.Select(_ => backOff.Next(null)).ToArray();

        Assert.All(pauses.Zip(Longest), pair => Assert.InRange(pair.First, pair.Second / 2, pair.Second));
        Assert.NotEqual(pauses[^1], pauses[^2]);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3600, 30)]
    public void Next_RetryAfter_IsHeededUpTo30Seconds(int requested, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), new BackOff(new Random(1)).Next(TimeSpan.FromSeconds(requested)));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Next_RetryAfterPassed_KeepsOwnPause(int requested) =>
        Assert.InRange(new BackOff(new Random(1)).Next(TimeSpan.FromSeconds(requested)), Longest[0] / 2, Longest[0]);

    [Fact]
    public void Reset_AfterPauses_StartsAgain()
    {
        var backOff = new BackOff(new Random(1));
        backOff.Next(null);
        backOff.Next(null);

        backOff.Reset();

        Assert.InRange(backOff.Next(null), Longest[0] / 2, Longest[0]);
    }
}
