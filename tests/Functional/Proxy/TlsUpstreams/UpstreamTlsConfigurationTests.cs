using System.Text.Json.Nodes;
using ZipkinMesh.Hosting;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.TlsUpstreams;

/// <summary>Tests the settings of a cluster's TLS: those that fail the start with one line, and how the admin interface shows them.</summary>
public sealed class UpstreamTlsConfigurationTests : TlsUpstreamTests
{
    private const string SanSyntax = "TYPE:VALUE, several separated by commas, such as URI:spiffe://cluster.local/*; the types are URI, DNS, EMAIL, IP_ADDRESS";

    [Theory]
    [InlineData("TlsTrustedCa", "/nowhere.pem", "the path of a PEM file with certificates (there is no such file)")]
    [InlineData("TlsCertificateChain", "/nowhere.pem", "the path of a PEM file with a certificate (there is no such file)")]
    [InlineData("TlsMinimumProtocolVersion", "TLSv1_1", "TLSv1_2, TLSv1_3")]
    [InlineData("TlsMaximumProtocolVersion", "1.3", "TLSv1_2, TLSv1_3")]
    [InlineData("TlsMatchTypedSubjectAltNames", "service1", SanSyntax)]
    public Task Start_InvalidValue_FailsWithAllowedValues(string option, string value, string allowed) =>
        AssertFailsAsync(Setup().With(Key(option), value), $"{Key(option)}: '{value}' is not allowed; allowed: {allowed}");

    [Fact]
    public Task Start_MaximumVersionBelowMinimum_Fails() => AssertFailsAsync(
        Setup().With(Key("TlsMinimumProtocolVersion"), "TLSv1_3").With(Key("TlsMaximumProtocolVersion"), "TLSv1_2"),
        $"{Key("TlsMaximumProtocolVersion")}: 'TLSv1_2' is not allowed; allowed: a version that isn't below TlsMinimumProtocolVersion, which is TLSv1_3");

    [Fact]
    public Task Start_KeyWithoutCertificate_Fails() => AssertFailsAsync(
        Setup().With(Key("TlsPrivateKey"), "/any.key"),
        $"{Key("TlsCertificateChain")}: missing; required: the path of a PEM file with a certificate, for TlsPrivateKey");

    [Fact]
    public Task Start_KeyOfAnotherCertificate_Fails()
    {
        var (chain, key) = (ClientFiles(Authority.Issue("CN=a")).Chain, ClientFiles(Authority.Issue("CN=b")).Key);

        return AssertFailsAsync(
            Setup().With(Key("TlsCertificateChain"), chain).With(Key("TlsPrivateKey"), key),
            $"{Key("TlsPrivateKey")}: '{key}' is not allowed; allowed: the path of a PEM file with the private key of {chain} (the file has another key)");
    }

    [Fact]
    public Task Start_AuthorityButAnyCertificateAccepted_Fails() => AssertFailsAsync(
        Setup().With(Key("TlsTrustedCa"), CaFile(Authority)).With($"{Cluster}:HttpClient:DangerousAcceptAnyServerCertificate", "true"),
        $"{Cluster}:HttpClient:DangerousAcceptAnyServerCertificate: 'true' is not allowed; allowed: False together with TlsTrustedCa or TlsMatchTypedSubjectAltNames");

    [Fact]
    public Task Start_VersionsTwice_Fails() => AssertFailsAsync(
        Setup().With(Key("TlsMinimumProtocolVersion"), "TLSv1_2").With($"{Cluster}:HttpClient:SslProtocols:0", "Tls12"),
        $"{Cluster}:HttpClient:SslProtocols: 'Tls12' is not allowed; allowed: none together with TlsMinimumProtocolVersion");

    [Fact]
    public Task Start_WebProxy_Fails() => AssertFailsAsync(
        Setup().With(Key("TlsSni"), "a.test").With($"{Cluster}:HttpClient:WebProxy:Address", "http://127.0.0.1:1/"),
        $"{Cluster}:HttpClient:WebProxy:Address: 'http://127.0.0.1:1/' is not allowed; allowed: none together with TlsSni");

    [Fact]
    public async Task Reload_InvalidFile_KeepsTheLastGoodSettings()
    {
        var upstream = await StartUpstreamAsync();
        var setup = Front(upstream);
        var proxy = await StartAsync(setup);

        setup.With(Key("TlsCertificateChain"), "/nowhere.pem");
        proxy.WriteSettings();

        await proxy.Log.WaitForAsync(line => line.Contains(
            $"{Key("TlsCertificateChain")}: '/nowhere.pem' is not allowed; allowed: the path of a PEM file with a certificate (there is no such file) (rejected",
            StringComparison.Ordinal));
        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
    }

    [Fact]
    public async Task ConfigDump_Cluster_ShowsEnvoysContextWithoutTheKey()
    {
        var upstream = await StartUpstreamAsync();
        var ca = CaFile(Authority);
        var (chain, key) = ClientFiles(Authority.Issue("CN=front"));
        var proxy = await StartAsync(FrontWithoutCa(upstream)
            .With(Key("TlsTrustedCa"), ca).With(Key("TlsCertificateChain"), chain).With(Key("TlsPrivateKey"), key)
            .With(Key("TlsSni"), Host).With(Key("TlsMatchTypedSubjectAltNames"), "URI:spiffe://mesh/*").With(Key("TlsMinimumProtocolVersion"), "TLSv1_3"));
        using var client = new HttpClient { BaseAddress = proxy.AdminAddress };

        var text = await client.GetStringAsync("/config_dump?resource=static_clusters", TestContext.Current.CancellationToken);

        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        var socket = JsonNode.Parse(text)!["configs"]!.AsArray().Select(config => config!["cluster"]!)
            .Single(cluster => (string?)cluster["name"] == ProxyRole.Front.Cluster)["transport_socket"]!;
        var expected = $$"""
            {
              "name": "envoy.transport_sockets.tls",
              "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
                "common_tls_context": {
                  "tls_params": { "tls_minimum_protocol_version": "TLSv1_3", "tls_maximum_protocol_version": "TLSv1_3" },
                  "tls_certificates": [{ "certificate_chain": { "filename": "{{chain}}" }, "private_key": { "filename": "[redacted]" } }],
                  "validation_context": {
                    "trusted_ca": { "filename": "{{ca}}" },
                    "match_typed_subject_alt_names": [{ "san_type": "URI", "matcher": { "prefix": "spiffe://mesh/" } }]
                  }
                },
                "sni": "{{Host}}"
              }
            }
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), socket), socket.ToJsonString());
    }

    private static ProxySetup Setup() => new(ProxyRole.Front);

    private static async Task AssertFailsAsync(ProxySetup setup, string line) =>
        Assert.Equal(line, (await Assert.ThrowsAsync<SettingException>(setup.StartAsync)).Message);
}
