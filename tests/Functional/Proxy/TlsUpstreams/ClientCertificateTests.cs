using System.Security.Authentication;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.TlsUpstreams;

/// <summary>Tests the proxy's own certificate in handshakes with upstreams that require one (mTLS).</summary>
public sealed class ClientCertificateTests : TlsUpstreamTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2")]
    public async Task ClientCertificate_Required_IsSent(string version)
    {
        var upstream = await StartRequiringAsync();
        var proxy = await StartAsync(WithClient(Front(upstream), Authority.Issue("CN=front")).With($"{Cluster}:HttpRequest:Version", version));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        Assert.Equal("CN=front", (await upstream.TakeAsync()).ClientSubject);
    }

    [Fact]
    public async Task ClientCertificate_OfIntermediateAuthority_IsSentWithItsChain()
    {
        var intermediate = new TestAuthority("CN=Intermediate", Authority);
        var upstream = await StartRequiringAsync();
        var proxy = await StartAsync(WithClient(Front(upstream), intermediate.Issue("CN=front")));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
    }

    [Fact]
    public async Task ClientCertificate_KeyInTheSameFile_IsSent()
    {
        var upstream = await StartRequiringAsync();
        var path = PathOf("both.pem");
        var certificate = Authority.Issue("CN=front");
        await File.WriteAllTextAsync(path, certificate.KeyPem + certificate.ChainPem, TestContext.Current.CancellationToken);
        var proxy = await StartAsync(Front(upstream).With(Key("TlsCertificateChain"), path));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
    }

    // The handshake of the client is complete before the server has verified its certificate: in TLS 1.3 always, in TLS 1.2 with .NET.
    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls13, false)]
    public async Task ClientCertificate_MissingOrWrong_EndsTheConnection(SslProtocols version, bool isMissing)
    {
        var upstream = await StartRequiringAsync(version);
        var setup = Front(upstream);
        var proxy = await StartAsync(isMissing ? setup : WithClient(setup, new TestAuthority("CN=Other CA").Issue("CN=front")));

        var response = await proxy.GetAsync("/");

        Assert.Equal(
            ("503", "upstream connect error or disconnect/reset before headers. reset reason: connection termination"), (response.Status, response.Body));
        Assert.Equal(new FinishedStream("UC", "upstream_reset_before_response_started{connection_termination}", null), await TakeFinishedAsync());
        Assert.Equal(1, await StatAsync(proxy, "ssl.handshake"));
    }

    [Fact]
    public async Task Settings_Changed_NewConnectionsHaveTheOtherCertificate()
    {
        var upstream = await StartRequiringAsync();
        var setup = WithClient(Front(upstream), Authority.Issue("CN=before"));
        var proxy = await StartAsync(setup);
        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        Assert.Equal("CN=before", (await upstream.TakeAsync()).ClientSubject);

        WithClient(setup, Authority.Issue("CN=after"));
        proxy.WriteSettings();

        TlsRequest request;
        do
        {
            Assert.Equal("200", (await proxy.GetAsync("/")).Status);
            request = await upstream.TakeAsync();
        }
        while (request.ClientSubject == "CN=before");

        Assert.Equal("CN=after", request.ClientSubject);
    }

    private Task<TlsUpstream> StartRequiringAsync(SslProtocols versions = SslProtocols.None) =>
        StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", $"DNS:{Host}"), Authority, versions));

    private ProxySetup WithClient(ProxySetup setup, TestCertificate certificate)
    {
        var (chain, key) = ClientFiles(certificate);
        return setup.With(Key("TlsCertificateChain"), chain).With(Key("TlsPrivateKey"), key);
    }
}
