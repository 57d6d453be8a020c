using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Tests.Settings;

/// <summary>The options of a proxy, in a program of its own and in a section of another program.</summary>
public sealed class MeshOptionsTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Node:Cluster"] = "front-proxy",
        ["Listeners:ingress_http:Port"] = "8000",
        ["Listeners:ingress_http:Direction"] = "outbound",
        ["Tracing:CollectorCluster"] = "zipkin",
        ["Tracing:FlushInterval"] = "00:00:02",
        ["ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address"] = "http://zipkin:9411",
    };

    [Fact]
    public void Read_Settings_AreBoundOverTheDefaults()
    {
        var options = MeshOptionsReader.ReadProgram(Configuration(Settings));

        Assert.Equal(("", "front-proxy"), (options.Node.Id, options.Node.Cluster));
        var (name, listener) = Assert.Single(options.Listeners);
        Assert.Equal(("ingress_http", "0.0.0.0", 8000, TrafficDirection.Outbound), (name, listener.Address, listener.Port, listener.Direction));
        Assert.Equal((TimeSpan.FromSeconds(2), 65_536), (options.Tracing?.FlushInterval, options.Tracing?.MaxQueuedSpans));
    }

    [Fact]
    public void Read_NoSections_HasDefaultsAndNoTracing()
    {
        var options = MeshOptionsReader.Read(Configuration([]));

        Assert.Equal(("", ""), (options.Node.Id, options.Node.Cluster));
        Assert.Empty(options.Listeners);
        Assert.Null(options.Tracing);
    }

    [Fact]
    public void Read_SectionOfAnotherProgram_IgnoresItsOtherSections()
    {
        var configuration = Configuration(new(Settings.Select(setting => KeyValuePair.Create($"ZipkinMesh:{setting.Key}", setting.Value)))
        {
            ["Database:Name"] = "orders",
        });

        Assert.Equal(8000, MeshOptionsReader.Read(configuration.GetSection("ZipkinMesh")).Listeners["ingress_http"].Port);
    }

    [Theory]
    [InlineData("Listeners:ingress_http:Port", "70000", "ZipkinMesh:Listeners:ingress_http:Port: '70000' is not allowed; allowed: 0 to 65535 (0: any free port)")]
    [InlineData("Node:Cluster", "", "ZipkinMesh:Node:Cluster: missing; required: the service name of the spans (or --service-cluster NAME)")]
    public void Read_MistakeInSectionOfAnotherProgram_NamesTheWholeKey(string key, string value, string line)
    {
        var configuration = Configuration(new(Settings) { [key] = value }, "ZipkinMesh:");

        Assert.Equal(line, Assert.Throws<SettingException>(() => MeshOptionsReader.Read(configuration.GetSection("ZipkinMesh"))).Message);
    }

    [Fact]
    public void ReadProgram_CollectorIsNoCluster_NamesTheClusters()
    {
        var configuration = Configuration(new(Settings) { ["Tracing:CollectorCluster"] = "jaeger" });

        var exception = Assert.Throws<SettingException>(() => MeshOptionsReader.ReadProgram(configuration));

        Assert.Equal("Tracing:CollectorCluster: 'jaeger' is not allowed; allowed: one of the clusters: zipkin", exception.Message);
    }

    [Fact]
    public void Read_TracingOfAListener_IsBoundOverThatOfAll()
    {
        var options = MeshOptionsReader.ReadProgram(Configuration(new(Settings)
        {
            ["Listeners:egress_http:Port"] = "9000",
            ["Listeners:egress_http:Direction"] = "outbound",
            ["Tracing:RandomSampling"] = "10",
            ["Tracing:Verbose"] = "true",
            ["Tracing:CustomTags:a:Literal"] = "x",
            ["Listeners:egress_http:Tracing:RandomSampling"] = "20",
            ["Listeners:egress_http:Tracing:CustomTags:A:Environment"] = "HOME",
        }));

        var (ingress, egress) = (options.Listeners["ingress_http"].Tracing!, options.Listeners["egress_http"].Tracing!);
        Assert.Equal((10, true, 20, true), (ingress.RandomSampling, ingress.Verbose, egress.RandomSampling, egress.Verbose));
        Assert.Equal(("x", ""), (ingress.CustomTags["a"].Literal, ingress.CustomTags["a"].Environment));
        var (name, tag) = Assert.Single(egress.CustomTags);
        Assert.Equal(("A", "", "HOME"), (name, tag.Literal, tag.Environment));
    }

    [Fact]
    public void Read_TracingOfAListenerWithoutThatOfAll_NamesTheSection()
    {
        var settings = Settings.Where(setting => !setting.Key.StartsWith("Tracing", StringComparison.Ordinal)).ToDictionary();
        settings["Listeners:ingress_http:Tracing:Verbose"] = "true";

        var exception = Assert.Throws<SettingException>(() => MeshOptionsReader.ReadProgram(Configuration(settings)));

        Assert.Equal("Tracing: missing; required: the section, as long as there is Listeners:ingress_http:Tracing", exception.Message);
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> settings, string prefix = "") => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(prefix + setting.Key, setting.Value)))
        .Build();
}
