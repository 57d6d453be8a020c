using ZipkinMesh.Local;

namespace ZipkinMesh.Tests.Local;

public sealed class LogPrefixerTests
{
    [Theory]
    [InlineData("zipkin", "a line", "zipkin       | a line")]
    [InlineData("front-proxy", "  indented ", "front-proxy  |   indented ")]
    [InlineData("zipkin", "", "zipkin       | ")]
    public void Prefix_Plain_NameIsPaddedToTheLongest(string name, string line, string shown) =>
        Assert.Equal(shown, new LogPrefixer(["zipkin", "front-proxy"], colour: false).Prefix(name, line));

    [Fact]
    public void Prefix_Coloured_OnlyTheNameIsAndEachInItsOwn()
    {
        var prefixer = new LogPrefixer(["zipkin", "service2"], colour: true);

        Assert.Equal("\e[36mzipkin    |\e[0m a line", prefixer.Prefix("zipkin", "a line"));
        Assert.Equal("\e[33mservice2  |\e[0m a line", prefixer.Prefix("service2", "a line"));
    }
}
