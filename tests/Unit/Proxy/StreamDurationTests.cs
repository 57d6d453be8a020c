using ZipkinMesh.Proxy.Forwarding;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the reading of <c>grpc-timeout</c>.</summary>
public sealed class StreamDurationTests
{
    [Theory]
    [InlineData("5S", 5)]
    [InlineData("700m", 0.7)]
    [InlineData("2M", 120)]
    [InlineData("1H", 3600)]
    [InlineData("2000000u", 2)]
    [InlineData("99999999n", 0.099999999)]
    [InlineData("1n", 0.001)]
    [InlineData("0S", 0.001)]
    [InlineData("99999999H", 604_800)]
    public void Parse_NumberAndUnit_ReturnsTheTime(string value, double seconds) =>
        Assert.Equal(seconds, StreamDuration.Parse(value)!.Value.TotalSeconds, 6);

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("5s")]
    [InlineData("-5S")]
    [InlineData(" 5S")]
    [InlineData("5.5S")]
    [InlineData("999999999S")]
    [InlineData("5S,6S")]
    public void Parse_AnythingElse_ReturnsNull(string value) => Assert.Null(StreamDuration.Parse(value));
}
