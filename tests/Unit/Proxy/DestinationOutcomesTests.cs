using System.Globalization;
using ZipkinMesh.Proxy.Upstreams.OutlierDetection;

namespace ZipkinMesh.Tests.Proxy;

public sealed class DestinationOutcomesTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("500 500 500", true)]
    [InlineData("500 500 200 500", false)]
    [InlineData("500 404 500 500", false)]
    [InlineData("503 503", true)]
    [InlineData("503 500 503", true)]
    public void OnResponse_InARow_TellsEjection(string statuses, bool ejects)
    {
        var settings = Settings(("Consecutive5xx", "3"), ("ConsecutiveGatewayFailure", "2"));
        var outcomes = new DestinationOutcomes(_time);

        Assert.Equal(ejects, statuses.Split(' ').Select(status => outcomes.OnResponse(int.Parse(status, CultureInfo.InvariantCulture), settings)).ToList()[^1]);
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public void OnLocalFailure_BySplit_CountsAsResponse(string split, bool ejects)
    {
        var settings = Settings(("Consecutive5xx", "2"), ("SplitExternalLocalOriginErrors", split), ("ConsecutiveLocalOriginFailure", "3"));
        var outcomes = new DestinationOutcomes(_time);

        Assert.False(outcomes.OnLocalFailure(503, settings));
        Assert.Equal(ejects, outcomes.OnLocalFailure(503, settings));
        Assert.True(outcomes.OnLocalFailure(503, settings));
    }

    [Fact]
    public void Eject_Again_GrowsToMaximumAndShrinksWithTime()
    {
        var settings = Settings(("BaseEjectionTime", "00:00:30"), ("MaxEjectionTime", "00:01:10"));
        var outcomes = new DestinationOutcomes(_time);

        Assert.Equal([30, 60, 70], new[] { Eject(0), Eject(0), Eject(0) });
        Assert.Equal(60, Eject(20));
        Assert.Equal(30, Eject(1000));

        double Eject(int secondsAfterLast)
        {
            _time.Advance(TimeSpan.FromSeconds(secondsAfterLast));
            var duration = outcomes.Eject(settings);
            Assert.True(outcomes.IsEjected);
            _time.Advance(duration);
            Assert.False(outcomes.IsEjected);
            return duration.TotalSeconds;
        }
    }

    private static OutlierSettings Settings(params (string Key, string Value)[] metadata) =>
        new(metadata.ToDictionary(entry => entry.Key, entry => entry.Value));

    private sealed class ManualTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }
}
