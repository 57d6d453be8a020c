using ZipkinMesh.Local.Output;

namespace ZipkinMesh.Tests.Local;

public sealed class LogPrefixerTests
{
    [Theory]
    [InlineData("zipkin", "a line", "zipkin       | a line")]
    [InlineData("front-proxy", "  indented ", "front-proxy  |   indented ")]
    [InlineData("zipkin", "", "zipkin       | ")]
    [InlineData("zipkin", "GET /\e[2J\a\u009b31m", @"zipkin       | GET /\x1b[2J\x07\x9b31m")]
    public void Prefix_NoColor_PadsNameToTheLongest(string name, string line, string shown) =>
        Assert.Equal(shown, new LogPrefixer(["zipkin", "front-proxy"], color: false).Prefix(name, line));

    [Fact]
    public void Prefix_Color_ColorsOnlyTheName()
    {
        var prefixer = new LogPrefixer(["zipkin", "service2"], color: true);

        Assert.Equal("\e[36mzipkin    |\e[0m a line", prefixer.Prefix("zipkin", "a line"));
        Assert.Equal("\e[33mservice2  |\e[0m a line", prefixer.Prefix("service2", "a line"));
    }
}
