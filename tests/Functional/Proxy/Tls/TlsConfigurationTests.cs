using ZipkinMesh.Hosting;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Tls;

/// <summary>Tests startup with settings of TLS that can't be used: it fails with one line, before a port is open.</summary>
public sealed class TlsConfigurationTests : TlsTests
{
    private const string Chain = "TlsCertificates:0:CertificateChain";
    private const string PrivateKey = "TlsCertificates:0:PrivateKey";
    private const string SanSyntax = "TYPE:VALUE, several separated by commas, such as URI:spiffe://cluster.local/*; the types are URI, DNS, EMAIL, IP_ADDRESS";

    [Theory]
    [InlineData("AlpnProtocols", "h3", "one or more of h2, http/1.1")]
    [InlineData("AlpnProtocols", "", "one or more of h2, http/1.1")]
    [InlineData("AlpnProtocols", "h2,h2", "one or more of h2, http/1.1")]
    [InlineData("TlsMinimumProtocolVersion", "TLSv1_1", "TLSv1_2, TLSv1_3")]
    [InlineData("TransportSocketConnectTimeout", "0", "00:00:00.100 to 00:10:00, such as 00:00:10")]
    [InlineData("MatchTypedSubjectAltNames", "client.test", SanSyntax)]
    [InlineData("MatchTypedSubjectAltNames", "DNS:", SanSyntax)]
    [InlineData("MatchTypedSubjectAltNames", "RID:1", SanSyntax)]
    [InlineData(Chain, "", "the path of a PEM file with a certificate")]
    [InlineData(Chain, "/nowhere.pem", "the path of a PEM file with a certificate (there is no such file)")]
    [InlineData(PrivateKey, "/nowhere.key", "the path of a PEM file with the private key of {0} (there is no such file)")]
    [InlineData("TrustedCa", "/nowhere.pem", "the path of a PEM file with certificates (there is no such file)")]
    public async Task Start_InvalidValue_FailsWithAllowedValues(string option, string value, string allowed)
    {
        var setup = Front(Authority.Issue("CN=a")).With(Key(option), value);

        await AssertFailsAsync(setup, $"{Key(option)}: '{value}' is not allowed; allowed: {allowed.Replace("{0}", PathOf("server0.pem"), StringComparison.Ordinal)}");
    }

    [Fact]
    public Task Start_UnknownKey_FailsWithKnownKeys() => AssertFailsAsync(
        Front(Authority.Issue("CN=a")).With(Key("Certificate"), "x"),
        "Listeners:ingress_http:Tls: 'Certificate' is not allowed; allowed: AlpnProtocols, TlsMinimumProtocolVersion, TlsMaximumProtocolVersion, TrustedCa, "
            + "RequireClientCertificate, MatchTypedSubjectAltNames, TransportSocketConnectTimeout, TlsCertificates");

    [Fact]
    public Task Start_NoCertificate_Fails() => AssertFailsAsync(
        Front().With(Key("AlpnProtocols"), "h2"), $"{Key("TlsCertificates")}: missing; required: at least one, with CertificateChain");

    [Fact]
    public Task Start_MaximumVersionBelowMinimum_Fails() => AssertFailsAsync(
        Front(Authority.Issue("CN=a")).With(Key("TlsMinimumProtocolVersion"), "TLSv1_3").With(Key("TlsMaximumProtocolVersion"), "TLSv1_2"),
        $"{Key("TlsMaximumProtocolVersion")}: 'TLSv1_2' is not allowed; allowed: a version that isn't below TlsMinimumProtocolVersion, which is TLSv1_3");

    [Theory]
    [InlineData("RequireClientCertificate", "true")]
    [InlineData("MatchTypedSubjectAltNames", "DNS:a.test")]
    public Task Start_ClientCertificatesWithoutAuthority_Fails(string option, string value) => AssertFailsAsync(
        Front(Authority.Issue("CN=a")).With(Key(option), value),
        $"{Key("TrustedCa")}: missing; required: the path of a PEM file with certificates, for {Key(option)}");

    [Fact]
    public async Task Start_KeyOfAnotherCertificate_Fails()
    {
        var setup = Front(Authority.Issue("CN=a")).With(Key(PrivateKey), Authority.Issue("CN=b").WriteTo(Folder, "b").Key);

        await AssertFailsAsync(setup, $"{Key(PrivateKey)}: '{PathOf("b.key")}' is not allowed; allowed: {KeyFile} (the file has another key)");
    }

    [Fact]
    public async Task Start_KeyWithPassword_Fails()
    {
        var certificate = Authority.Issue("CN=a");
        var setup = Front(certificate);
        await File.WriteAllTextAsync(PathOf("server0.key"), certificate.EncryptedKeyPem("secret"), TestContext.Current.CancellationToken);

        await AssertFailsAsync(setup, $"{Key(PrivateKey)}: '{PathOf("server0.key")}' is not allowed; allowed: {KeyFile} (this key has a password)");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Start_FileWithoutCertificate_Fails(string content)
    {
        var setup = Front(Authority.Issue("CN=a"));
        await File.WriteAllTextAsync(PathOf("server0.pem"), content, TestContext.Current.CancellationToken);

        await AssertFailsAsync(
            setup,
            $"{Key(Chain)}: '{PathOf("server0.pem")}' is not allowed; allowed: the path of a PEM file with a certificate (the file has none that can be read)");
    }

    [Fact]
    public async Task Start_FileWithoutKey_Fails() => await AssertFailsAsync(
        Front(Authority.Issue("CN=a")).With(Key(PrivateKey), PathOf("server0.pem")),
        $"{Key(PrivateKey)}: '{PathOf("server0.pem")}' is not allowed; allowed: {KeyFile} (the file has no private key)");

    [Fact]
    public async Task Start_KeyInFileOfCertificate_Serves()
    {
        var certificate = Authority.Issue("CN=both");
        var setup = Front(certificate).With(Key(PrivateKey), null);
        await File.WriteAllTextAsync(PathOf("server0.pem"), certificate.KeyPem + certificate.ChainPem, TestContext.Current.CancellationToken);
        var proxy = await StartAsync(setup);
        var client = Open(new TlsClient(proxy.Ports[0]));

        using var response = await client.GetAsync();

        Assert.Equal("CN=both", client.ServerCertificate?.Subject);
        await proxy.Collector.TakeAsync();
    }

    private string KeyFile => $"the path of a PEM file with the private key of {PathOf("server0.pem")}";

    private string PathOf(string file) => Path.Combine(Folder, file);

    private static async Task AssertFailsAsync(ProxySetup setup, string line) =>
        Assert.Equal(line, (await Assert.ThrowsAsync<SettingException>(setup.StartAsync)).Message);
}
