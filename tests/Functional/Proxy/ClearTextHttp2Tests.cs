using System.Net;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the choice between HTTP/1.1 and HTTP/2 on a port without TLS.</summary>
public sealed class ClearTextHttp2Tests : ProxyTests
{
    // An empty SETTINGS frame.
    private const string Settings = "\0\0\0\x4\0\0\0\0\0";

    [Fact]
    public async Task Listener_AnyProtocol_ServesAllOnOnePort()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        using var client = Client();

        foreach (var version in new[] { HttpVersion.Version20, HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var response = await GetAsync(client, proxy, version);

            var request = await proxy.Upstream.TakeAsync();
            var span = await proxy.Collector.TakeAsync();
            Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version));
            Assert.Equal($"HTTP/{(version.Major == 2 ? "2" : "1.1")}", span.Tags["http.protocol"]);
            Assert.Equal(("http", span.TraceId, "HTTP/1.1"), (request["x-forwarded-proto"], request["x-b3-traceid"], request.StartLine.Split(' ')[2]));
        }
    }

    [Fact]
    public async Task Preface_InPieces_IsRecognized()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        var connection = await proxy.ConnectAsync();

        foreach (var piece in new[] { "P", "RI *", " HTTP/2.0\r\n\r\nSM\r\n", "\r\n", Settings })
        {
            await connection.WriteAsync(piece);
        }

        Assert.Equal(4, (await connection.ReadTextAsync(9))[3]);
    }

    [Fact]
    public async Task Post_InPieces_IsHttp1()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        var connection = await proxy.ConnectAsync();

        foreach (var piece in new[] { "P", "OST /trace/1 HTTP/1.1\r\n", "Host: mesh.test\r\nContent-Length: 0\r\n\r\n" })
        {
            await connection.WriteAsync(piece);
        }

        Assert.Equal("200", (await connection.ReadResponseAsync("POST")).Status);
        await proxy.Collector.TakeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRI * HTTP/2.0\r\n")]
    public async Task Connection_ClosedBeforeItsProtocolIsKnown_IsClosed(string start)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        using (var connection = await RawConnection.OpenAsync(proxy.Ports[0]))
        {
            await connection.WriteAsync(start);
            connection.CloseOutput();
            await connection.WaitForCloseAsync();
        }

        Assert.Equal("200", (await proxy.GetAsync("/trace/1")).Status);
        await proxy.Collector.TakeAsync();
    }

    [Theory]
    [InlineData("IdleTimeout", "")]
    [InlineData("RequestHeadersTimeout", "PRI * HT")]
    public async Task Connection_WithoutProtocolForTooLong_IsClosed(string timeout, string start)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With($"Listeners:{ProxyRole.Front.Listener}:{timeout}", "00:00:01"));
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync(start);

        await connection.WaitForCloseAsync();
    }

    [Fact]
    public async Task Drain_OpenConnection_FinishesItsRequestAndSendsGoAway()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        using var client = Client();
        (await GetAsync(client, proxy, HttpVersion.Version20)).Dispose();
        proxy.Get<DrainManager>().CloseConnections(TrafficDirection.Outbound);

        // The second request is answered on the old connection, and the third one needs a new one.
        (await GetAsync(client, proxy, HttpVersion.Version20)).Dispose();
        using var response = await GetAsync(client, proxy, HttpVersion.Version20);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        for (var request = 0; request < 3; request++)
        {
            await proxy.Collector.TakeAsync();
        }
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, ProxyEnvironment proxy, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{proxy.Ports[0]}/trace/1")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
