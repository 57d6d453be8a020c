using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Tls;

/// <summary>Tests the verification of client certificates.</summary>
public sealed class ClientCertificateTests : TlsTests
{
    [Fact]
    public async Task Optional_NoCertificate_IsServed()
    {
        var proxy = await StartAsync(MutualFront());

        await AssertServedAsync(proxy, null);
    }

    [Theory]
    [InlineData("1.1", SslProtocols.Tls12)]
    [InlineData("1.1", SslProtocols.Tls13)]
    [InlineData("2.0", SslProtocols.Tls12)]
    [InlineData("2.0", SslProtocols.Tls13)]
    public async Task Required_CertificateOfAuthority_IsServed(string version, SslProtocols protocols)
    {
        var proxy = await StartAsync(MutualFront().With(Key("RequireClientCertificate"), "true"));

        await AssertServedAsync(proxy, Authority.Issue("CN=client"), version, protocols);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Required_NoCertificate_IsRefused(SslProtocols protocols)
    {
        var proxy = await StartAsync(MutualFront().With(Key("RequireClientCertificate"), "true"));

        await AssertRefusedAsync(proxy, null, protocols);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Optional_CertificateOfAnotherAuthority_IsRefused(SslProtocols protocols)
    {
        var proxy = await StartAsync(MutualFront());

        await AssertRefusedAsync(proxy, new TestAuthority("CN=Another").Issue("CN=client"), protocols);
    }

    [Fact]
    public async Task Optional_CertificateOfAuthorityWithSameName_IsRefused()
    {
        var proxy = await StartAsync(MutualFront());

        await AssertRefusedAsync(proxy, new TestAuthority().Issue("CN=client"));
    }

    [Fact]
    public async Task Optional_CertificateItselfIsAuthorityOfTheClient_IsRefused()
    {
        var proxy = await StartAsync(MutualFront());

        // The client sends an authority of its own along.
        await AssertRefusedAsync(proxy, new TestAuthority("CN=Intermediate", new TestAuthority("CN=Another")).Issue("CN=client"));
    }

    [Fact]
    public async Task Optional_ExpiredCertificate_IsRefused()
    {
        var proxy = await StartAsync(MutualFront());

        await AssertRefusedAsync(proxy, Authority.Issue(new X500DistinguishedName("CN=client"), DateTimeOffset.UtcNow.AddDays(-1)));
    }

    [Fact]
    public async Task Optional_CertificateOfIntermediateAuthority_IsServed()
    {
        var proxy = await StartAsync(MutualFront());

        await AssertServedAsync(proxy, new TestAuthority("CN=Intermediate", Authority).Issue("CN=client"));
    }

    [Fact]
    public async Task Optional_IntermediateAuthorityAloneIsTrusted_ServesItsClientsOnly()
    {
        var intermediate = new TestAuthority("CN=Intermediate", Authority);
        var setup = MutualFront();
        await File.WriteAllTextAsync(Path.Combine(Folder, "ca.pem"), intermediate.Pem, TestContext.Current.CancellationToken);
        var proxy = await StartAsync(setup);

        await AssertServedAsync(proxy, intermediate.Issue("CN=client"));
        await AssertRefusedAsync(proxy, Authority.Issue("CN=client"));
        await AssertRefusedAsync(proxy, new TestAuthority("CN=Intermediate", new TestAuthority("CN=Another")).Issue("CN=client"));
    }

    [Theory]
    [InlineData("URI:spiffe://mesh/a", true)]
    [InlineData("URI:spiffe://mesh/*", true)]
    [InlineData("uri:spiffe://*", true)]
    [InlineData("DNS:other.test, DNS:client.test", true)]
    [InlineData("IP_ADDRESS:10.0.0.1", true)]
    [InlineData("EMAIL:a@b.test", true)]
    [InlineData("URI:spiffe://mesh", false)]
    [InlineData("URI:spiffe://mesh/a/b", false)]
    [InlineData("URI:spiffe://Mesh/a", false)]
    [InlineData("DNS:spiffe://mesh/a", false)]
    [InlineData("DNS:client", false)]
    public async Task MatchTypedSubjectAltNames_Certificate_MustHaveOne(string names, bool isServed)
    {
        var proxy = await StartAsync(MutualFront().With(Key("MatchTypedSubjectAltNames"), names));
        var client = Authority.Issue("CN=client", "URI:spiffe://mesh/a", "DNS:client.test", "IP:10.0.0.1", "EMAIL:a@b.test");

        await (isServed ? AssertServedAsync(proxy, client) : AssertRefusedAsync(proxy, client));
    }

    [Fact]
    public async Task Certificate_NoAuthorityIsConfigured_IsNotAskedFor()
    {
        var proxy = await StartAsync(Front(Authority.Issue("CN=mesh.test")).With("Listeners:ingress_http:ForwardClientCertDetails", "SanitizeSet"));

        var request = await AssertServedAsync(proxy, Authority.Issue("CN=client"));

        Assert.Null(request["x-forwarded-client-cert"]);
    }

    private async Task<RawMessage> AssertServedAsync(
        ProxyEnvironment proxy, TestCertificate? certificate, string version = "1.1", SslProtocols protocols = SslProtocols.None)
    {
        using var response = await Open(new TlsClient(proxy.Ports[0], certificate: certificate, version: version, protocols: protocols)).GetAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await proxy.Collector.TakeAsync();
        return await proxy.Upstream.TakeAsync();
    }

    private async Task AssertRefusedAsync(ProxyEnvironment proxy, TestCertificate? certificate, SslProtocols protocols = SslProtocols.None)
    {
        var requests = proxy.Upstream.RequestCount;

        await Assert.ThrowsAsync<HttpRequestException>(() => Open(new TlsClient(proxy.Ports[0], certificate: certificate, protocols: protocols)).GetAsync());

        Assert.Equal(requests, proxy.Upstream.RequestCount);
    }
}
