namespace ZipkinMesh.Tests.Proxy;

public sealed class EgressContractTests : ProxyContractTests
{
    private protected override ProxyRole Role => ProxyRole.Egress;

    [Theory]
    [InlineData("/trace/1")]
    [InlineData("/")]
    [InlineData("/x/../trace/2")]
    [InlineData("/Trace/2")]
    [InlineData("/trace%2F2")]
    public async Task Request_OutsidePrefix_Returns404AndIsTraced(string path)
    {
        var proxy = await StartAsync();

        var response = await proxy.GetAsync(path);

        Assert.Equal("404", response.Status);
        Assert.Equal("", response.Body);
        Assert.Equal("yarp", response["server"]);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal("NR", span.Flags);
        Assert.Equal("404", span.Tags["http.status_code"]);
        Assert.Equal("mesh.test", span.Name);
        Assert.DoesNotContain("upstream_cluster", span.Tags);
        Assert.DoesNotContain("error", span.Tags);
        Assert.Equal(0, proxy.Upstream.RequestCount);
    }
}
