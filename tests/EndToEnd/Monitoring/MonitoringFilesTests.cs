namespace ZipkinMesh.Tests.Monitoring;

/// <summary>Tests the files that Prometheus reads, with Prometheus's own tool.</summary>
public sealed class MonitoringFilesTests
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
}
