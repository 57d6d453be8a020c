namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests what the statistics of several requests add up to, and their reset.</summary>
public sealed partial class StatsTests
{
    [Theory]
    [InlineData("x-client-trace-id: a", "client_enabled")]
    [InlineData("x-request-id: 5951ce0d-8b58-a6bf-b4a7-e8d8336907e3", "service_forced")]
    [InlineData("x-request-id: abc", "not_traceable")]
    [InlineData("x-b3-sampled: 0", "random_sampling")]
    public async Task Stats_ReasonOfTracing_IsThatOfTheRequestId(string header, string reason)
    {
        var proxy = await StartAsync(Setup());

        await AssertChangesAsync(
            proxy, () => proxy.GetAsync("/", header), [$"{Http}tracing.{reason}"], ignore: ["downstream_", "upstream_", "http.ingress_http.rq_total"]);
    }

    [Fact]
    public async Task Stats_Bytes_AreThoseOfTheConnections()
    {
        var proxy = await StartAsync(Setup());
        var admin = AdminOf(proxy);
        const string Request = "POST / HTTP/1.1\r\nHost: mesh.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

        using var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.WriteAsync(Request);
            await client.ReadResponseAsync();
        }

        var stats = await admin.ReadAsync();
        Assert.Equal(3 * Request.Length, stats[$"{Http}downstream_cx_rx_bytes_total"]);
        Assert.InRange(stats[$"{Http}downstream_cx_tx_bytes_total"], 300, 2000);
        Assert.Equal(3 * "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n".Length, stats[$"{Cluster}upstream_cx_rx_bytes_total"]);
        Assert.InRange(stats[$"{Cluster}upstream_cx_tx_bytes_total"], 3 * Request.Length, 3000);
    }

    [Fact]
    public async Task Stats_IdleConnection_IsCountedWhenItIsClosed()
    {
        var port = Scratch.FreePorts(1)[0];
        var proxy = await StartAsync(Setup().With("Listeners:ingress_http:Port", $"{port}").With("Listeners:ingress_http:IdleTimeout", "00:00:01"));
        using var client = await proxy.ConnectAsync();
        await client.WriteAsync(RawRequest.Get("/"));
        await client.ReadResponseAsync();

        await client.WaitForCloseAsync();

        await AdminOf(proxy).WaitForAsync($"{Http}downstream_cx_idle_timeout", 1);
    }

    [Fact]
    public async Task Counters_AfterReset_BeginAgain()
    {
        var proxy = await StartAsync(Setup());
        var admin = AdminOf(proxy);
        await proxy.GetAsync("/");
        await admin.WaitForAsync($"{Http}downstream_rq_active", 0);

        Assert.Equal("OK\n", await admin.PostAsync("/reset_counters"));
        var reset = await admin.ReadAsync();
        await proxy.GetAsync("/");
        await admin.WaitForAsync($"{Http}downstream_rq_completed", 1);

        Assert.Equal(0, reset[$"{Http}downstream_rq_total"]);
        Assert.Equal(0, reset[$"{Cluster}upstream_rq_2xx"]);
        Assert.Equal(1, reset[$"{Cluster}membership_total"]);
        Assert.Equal(1, (await admin.ReadAsync())[$"{Http}downstream_rq_total"]);
    }

    [Fact]
    public async Task Counters_AfterLoad_EqualThoseOfTheClients()
    {
        var proxy = await StartAsync(Setup());
        var admin = AdminOf(proxy);
        await using var clients = new LoadClients(proxy.Ports[0]);
        await clients.WaitForAsync(300);
        await clients.StopAsync();

        await admin.WaitForAsync($"{Http}downstream_rq_active", 0);
        await admin.WaitForAsync($"{Http}downstream_cx_active", 0);
        var stats = await admin.ReadAsync();
        Assert.Empty(clients.Failures);
        Assert.Equal(clients.Succeeded, stats[$"{Http}downstream_rq_2xx"]);
        Assert.Equal(clients.Succeeded, stats[$"{Http}downstream_rq_total"]);
        Assert.Equal(clients.Succeeded, stats[$"{Cluster}upstream_rq_200"]);
        Assert.Equal(proxy.Upstream.RequestCount, stats[$"{Cluster}upstream_rq_total"]);
        Assert.Equal(0, stats[$"{Cluster}upstream_rq_active"]);
        Assert.Equal(0, stats[$"{Cluster}upstream_rq_pending_active"]);
    }
}
