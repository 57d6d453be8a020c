using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.TlsUpstreams;

/// <summary>Tests requests to upstreams with TLS: names, versions, protocols, and the reuse of connections.</summary>
public sealed class UpstreamHandshakeTests : TlsUpstreamTests
{
    [Fact]
    public async Task Destination_ByName_IsAskedForByItsNameWhateverTheHostHeader()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream));

        var response = await proxy.SendAsync("GET / HTTP/1.1\r\nHost: mesh.test\r\n\r\n");
        await proxy.SendAsync("GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n");

        Assert.Equal(("200", "hello "), (response.Status, response.Body));
        var (first, second) = (await upstream.TakeAsync(), await upstream.TakeAsync());
        Assert.Equal(("HTTP/1.1", "mesh.test", Host, null), (first.Protocol, first.Host, first.ServerName, first.ClientSubject));
        Assert.Equal(("evil.test", Host), (second.Host, second.ServerName));
        Assert.Equal(first.Connection, second.Connection);
        Assert.Equal((1, 1), (await StatAsync(proxy, "ssl.handshake"), await StatAsync(proxy, "upstream_cx_total")));
    }

    [Fact]
    public async Task Http2_HostHeaders_OpenAsManyConnectionsAsAllowed()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream).With($"{Cluster}:HttpRequest:Version", "2").With(Key("MaxConnections"), "2"));
        string[] hosts = ["a.test", "b.test", "a.test", "c.test", "b.test"];
        var statuses = new List<string>();
        foreach (var host in hosts)
        {
            statuses.Add((await proxy.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).Status);
        }

        Assert.Equal(["200", "200", "200", "503", "200"], statuses);
        Assert.Equal(["-", "-", "-", "UO", "-"], await Task.WhenAll(hosts.Select(async _ => (await TakeFinishedAsync()).Flag)));
        Assert.Equal((2, 1), (await StatAsync(proxy, "upstream_cx_total"), await StatAsync(proxy, "upstream_cx_overflow")));
        Assert.Equal((4, 1), (await StatAsync(proxy, "upstream_rq_total"), await StatAsync(proxy, "upstream_rq_pending_overflow")));
    }

    [Fact]
    public async Task Destination_ByAddress_IsVerifiedByItsAddressWithoutServerName()
    {
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", "IP:127.0.0.1")));
        var proxy = await StartAsync(Front(upstream).WithUpstream(upstream.Address));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        Assert.Equal("", (await upstream.TakeAsync()).ServerName);
    }

    [Fact]
    public async Task Destination_WithHost_IsVerifiedByTheHost()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream).WithUpstream(upstream.Address).With($"{Cluster}:Destinations:upstream:Host", Host));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        Assert.Equal(Host, (await upstream.TakeAsync()).ServerName);
    }

    [Fact]
    public async Task Sni_Set_IsAskedForAndVerified()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream, "other.test").With(Key("TlsSni"), Host));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        Assert.Equal(Host, (await upstream.TakeAsync()).ServerName);
    }

    [Theory]
    [InlineData("DNS:" + Host, "DNS:" + Host)]
    [InlineData("DNS:*.test", "DNS:" + Host)]
    [InlineData("URI:spiffe://mesh/service1", "DNS:none.test, URI:spiffe://mesh/*")]
    public async Task SubjectAltNames_Matched_AreAcceptedInPlaceOfTheServerName(string certified, string matches)
    {
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", certified)));
        var proxy = await StartAsync(Front(upstream, "other.test").With(Key("TlsMatchTypedSubjectAltNames"), matches));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        Assert.Equal("other.test", (await upstream.TakeAsync()).ServerName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Authority_RootOrIntermediate_IsTrusted(bool isRoot)
    {
        var intermediate = new TestAuthority("CN=Intermediate", Authority);
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(intermediate.Issue("CN=any", $"DNS:{Host}")));
        var proxy = await StartAsync(FrontWithoutCa(upstream).With(Key("TlsTrustedCa"), CaFile(isRoot ? Authority : intermediate)));

        // Later connections resume the session of the first.
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("200", (await proxy.GetAsync("/close")).Status);
        }
    }

    [Theory]
    [InlineData("TlsMaximumProtocolVersion", "TLSv1_2", SslProtocols.Tls12)]
    [InlineData("TlsMinimumProtocolVersion", "TLSv1_3", SslProtocols.Tls13)]
    public async Task Version_Limited_IsNegotiated(string option, string value, SslProtocols expected)
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream).With(Key(option), value));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        Assert.Equal(expected, (await upstream.TakeAsync()).Version);
    }

    [Theory]
    [InlineData("2", "RequestVersionExact", HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData("2", "RequestVersionOrLower", HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData("2", "RequestVersionOrLower", HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData("1.1", "RequestVersionOrHigher", HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData("1.1", "RequestVersionExact", HttpProtocols.Http1AndHttp2, "HTTP/1.1")]
    public async Task Protocol_ByVersionPolicy_IsNegotiated(string version, string policy, HttpProtocols protocols, string expected)
    {
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", $"DNS:{Host}"), protocols: protocols));
        var proxy = await StartAsync(Front(upstream).With($"{Cluster}:HttpRequest:Version", version).With($"{Cluster}:HttpRequest:VersionPolicy", policy));

        var response = await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 4\r\n\r\nbody");

        Assert.Equal(("200", "hello body"), (response.Status, response.Body));
        var request = await upstream.TakeAsync();
        Assert.Equal((expected, "mesh.test", Host), (request.Protocol, request.Host, request.ServerName));
    }

    [Fact]
    public async Task Body_Large_PassesInBothDirections()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream));
        var body = string.Concat(Enumerable.Range(0, 100_000).Select(number => $"{number} "));

        var response = await proxy.SendAsync($"POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal($"hello {body}", response.Body);
        Assert.True(await StatAsync(proxy, "upstream_cx_tx_bytes_total") > body.Length);
    }

    [Fact]
    public async Task Upgrade_Accepted_ForwardsBytesInBothDirections()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream));
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync("GET / HTTP/1.1\r\nHost: mesh.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        await connection.ReadResponseHeadAsync();

        foreach (var text in new[] { "first", "second" })
        {
            await connection.WriteAsync(text);
            Assert.Equal(text, await connection.ReadTextAsync(text.Length));
        }
    }

    [Fact]
    public async Task Connection_UpstreamClosesIt_IsNotReused()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream));

        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal("200", (await proxy.GetAsync("/close")).Status);
        }

        Assert.Equal(3, await StatAsync(proxy, "ssl.handshake"));
    }

    [Fact]
    public async Task Collector_WithTls_GetsReports()
    {
        var upstream = await StartUpstreamAsync();
        var setup = new ProxySetup(ProxyRole.Front)
            .With("ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", $"https://{Host}:{upstream.Port}")
            .With("ReverseProxy:Clusters:zipkin:Metadata:TlsTrustedCa", CaFile(Authority));
        setup.Dns.Set(Host, "127.0.0.1");
        var proxy = await StartAsync(setup);

        await proxy.GetAsync("/");

        var report = await upstream.TakeAsync();
        Assert.Equal((Host, $"{Host}:{upstream.Port}"), (report.ServerName, report.Host));
    }

    [Fact]
    public async Task HealthCheck_UsesTheNameOfTheDestination()
    {
        var upstream = await StartUpstreamAsync();
        await StartAsync(Front(upstream)
            .With($"{Cluster}:HealthCheck:Active:Enabled", "true")
            .With($"{Cluster}:HealthCheck:Active:Interval", "00:00:00.100")
            .With($"{Cluster}:HealthCheck:Active:Policy", "ConsecutiveFailures"));

        Assert.Equal(Host, (await upstream.TakeAsync()).ServerName);
    }
}
