using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Tls;

/// <summary>Tests the handshake of listeners with TLS: the selection of a certificate, the application protocol and the versions.</summary>
public sealed class HandshakeTests : TlsTests
{
    [Theory]
    [InlineData("b.test", "CN=b")]
    [InlineData("www.b.test", "CN=b")]
    [InlineData("WWW.B.TEST", "CN=b")]
    [InlineData("x.wild.test", "CN=wild")]
    [InlineData("exact.wild.test", "CN=b")]
    [InlineData("x.y.wild.test", "CN=a")]
    [InlineData("wild.test", "CN=a")]
    [InlineData("common.test", "CN=common.test")]
    [InlineData("other.test", "CN=a")]
    [InlineData(null, "CN=a")]
    public async Task Handshake_ServerName_SelectsCertificate(string? serverName, string subject)
    {
        var proxy = await StartAsync(Front(
            Authority.Issue("CN=a", "DNS:a.test"),
            Authority.Issue("CN=wild", "DNS:*.wild.test"),
            Authority.Issue("CN=b", "DNS:b.test", "DNS:www.b.test", "DNS:exact.wild.test"),
            Authority.Issue("CN=common.test")));
        var client = Open(new TlsClient(proxy.Ports[0], serverName));

        await GetAsync(proxy, client);

        Assert.Equal(subject, client.ServerCertificate?.Subject);
    }

    [Theory]
    [InlineData("h2, http/1.1", "2.0", "2.0")]
    [InlineData("h2, http/1.1", "1.1", "1.1")]
    [InlineData("http/1.1", "1.1", "1.1")]
    [InlineData("http/1.1", "2.0", null)]
    [InlineData("h2", "2.0", "2.0")]
    [InlineData("h2", "1.1", null)]
    public async Task Handshake_Alpn_SelectsProtocol(string protocols, string version, string? expected)
    {
        var proxy = await StartAsync(Front(Certificate()).With(Key("AlpnProtocols"), protocols));
        var client = Open(new TlsClient(proxy.Ports[0], version: version));

        if (expected is null)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync());
            return;
        }

        using var response = await GetAsync(proxy, client);
        Assert.Equal(Version.Parse(expected), response.Version);
    }

    [Theory]
    [InlineData("TLSv1_2", "TLSv1_3", SslProtocols.Tls12, true)]
    [InlineData("TLSv1_2", "TLSv1_3", SslProtocols.Tls13, true)]
    [InlineData("TLSv1_3", "TLSv1_3", SslProtocols.Tls12, false)]
    [InlineData("TLSv1_3", "TLSv1_3", SslProtocols.Tls13, true)]
    [InlineData("TLSv1_2", "TLSv1_2", SslProtocols.Tls12, true)]
    [InlineData("TLSv1_2", "TLSv1_2", SslProtocols.Tls13, false)]
    public async Task Handshake_Version_WithinLimits(string minimum, string maximum, SslProtocols version, bool isAccepted)
    {
        var proxy = await StartAsync(Front(Certificate()).With(Key("TlsMinimumProtocolVersion"), minimum).With(Key("TlsMaximumProtocolVersion"), maximum));
        var client = Open(new TlsClient(proxy.Ports[0], protocols: version));

        if (isAccepted)
        {
            await GetAsync(proxy, client);
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync());
        }
    }

    [Fact]
    public async Task Handshake_TooSlow_ClosesConnection()
    {
        var proxy = await StartAsync(Front(Certificate()).With(Key("TransportSocketConnectTimeout"), "00:00:00.100"));

        await (await proxy.ConnectAsync()).WaitForCloseAsync();
    }

    [Fact]
    public async Task Connection_ClearText_IsClosed()
    {
        var proxy = await StartAsync(Front(Certificate()));
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync(RawRequest.Get("/trace/1"));

        await connection.WaitForCloseAsync();
        Assert.Equal(0, proxy.Upstream.RequestCount);
    }

    [Fact]
    public async Task Certificate_OfIntermediate_IsSentWithChain()
    {
        var intermediate = new TestAuthority("CN=Intermediate", Authority);
        var proxy = await StartAsync(Front(intermediate.Issue("CN=mesh.test", "DNS:mesh.test")));
        using var client = new TcpClient("127.0.0.1", proxy.Ports[0]);
        await using var tls = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(Authority.Certificate);

        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "mesh.test", CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);

        Assert.True(tls.IsAuthenticated);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Request_OverTls_HasSchemeHttps(string version)
    {
        var proxy = await StartAsync(Front(Certificate()));
        var client = Open(new TlsClient(proxy.Ports[0], version: version));

        using var response = await client.GetAsync();

        var request = await proxy.Upstream.TakeAsync();
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("https", "https://mesh.test/trace/1"), (request["x-forwarded-proto"], span.Tags["http.url"]));
    }

    [Fact]
    public async Task Start_Tls_LogsHttps()
    {
        var proxy = await StartAsync(Front(Certificate()));

        await proxy.Log.WaitForAsync($"Listening on https://127.0.0.1:{proxy.Ports[0]} (ingress_http, Outbound)");
    }

    private static async Task<HttpResponseMessage> GetAsync(ProxyEnvironment proxy, TlsClient client)
    {
        var response = await client.GetAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await proxy.Collector.TakeAsync();
        return response;
    }

    private TestCertificate Certificate() => Authority.Issue("CN=mesh.test", "DNS:mesh.test");
}
