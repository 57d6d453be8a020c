using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Monitoring;

/// <summary>Tests the files in <c>deploy/monitoring</c>: those that Prometheus reads, with its own tool.</summary>
public sealed partial class MonitoringFilesTests
{
    [Fact]
    public async Task Configuration_Shipped_IsValid()
    {
        var (code, output) = await DebianPrometheus.RunToolAsync(["check", "config", MonitoringFiles.PathOf("prometheus.yaml")]);

        Assert.True(code == 0, output);
        Assert.Contains("1 rule files found", output, StringComparison.Ordinal);
    }

    /// <summary>Runs alerts.test.yaml, which has series and the alerts that they raise.</summary>
    [Fact]
    public async Task Alerts_Shipped_FireAsTheirTestsSay()
    {
        var (code, output) = await DebianPrometheus.RunToolAsync(
            ["test", "rules", Path.Combine(Checkout.Root, "tests/EndToEnd/Monitoring/alerts.test.yaml")]);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Service2_VariablesOfOverride_HasAdminInterface()
    {
        var names = AdminVariable().Matches(await File.ReadAllTextAsync(MonitoringFiles.PathOf("docker-compose.yaml"), TestContext.Current.CancellationToken))
            .Select(name => name.Value).ToArray();
        Assert.Equal(["Admin__Address", "Admin__Port"], names);
        var ports = Scratch.FreePorts(2);

        using var sidecar = new Child(
            Path.GetFullPath("../../Sidecar/debug/sidecar", AppContext.BaseDirectory),
            ["-c", "service2.json", "--Listeners:ingress_http:Address=127.0.0.1", $"--Listeners:ingress_http:Port={ports[0]}"],
            new() { [names[0]] = "127.0.0.1", [names[1]] = $"{ports[1]}" });

        await sidecar.Output.WaitForAsync($"Admin interface on http://127.0.0.1:{ports[1]}");
    }

    [GeneratedRegex(@"\bAdmin__\w+")]
    private static partial Regex AdminVariable();
}
