using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Tests.Settings;

/// <summary>The text of <c>--help</c>.</summary>
public sealed class HelpTests
{
    private static readonly string[] Lines = CommandLine.Help("sidecar").Split('\n');

    [Fact]
    public void Help_Lines_FitInto100Columns() => Assert.All(Lines, line => Assert.InRange(line.Length, 0, 100));

    [Fact]
    public void Help_Settings_AreAllListed()
    {
        var sections = DeclaredSections.All;

        Assert.All(sections, section => Assert.Contains(section.Path, Lines));
        Assert.All(sections.SelectMany(section => section.Options), option => Assert.Contains(Lines, line => line.StartsWith($"  {option.Key} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Usage: sidecar [OPTION]...")]
    [InlineData("  -c, --config-path FILE  The configuration file, JSON. The path is relative to the program's")]
    [InlineData("  --service-node ID       Sets Node:Id.")]
    [InlineData("  --service-cluster NAME  Sets Node:Cluster.")]
    [InlineData("  Port                         The TCP port. Allowed: 0 to 65535 (0: any free port). Required.")]
    [InlineData("  Address                      The IP address to listen on. 0.0.0.0 is any IPv4 address of the")]
    [InlineData("                               machine, :: any IPv4 or IPv6 address. Allowed: an IP address.")]
    public void Help_Line_IsThere(string line) => Assert.Contains(line, Lines);

    [Theory]
    [InlineData("--service-node", "Node:Id")]
    [InlineData("--service-cluster", "Node:Cluster")]
    public void Switches_DeclaredSwitch_StandsForItsKey(string name, string key) => Assert.Equal(key, CommandLine.Switches[name]);
}
