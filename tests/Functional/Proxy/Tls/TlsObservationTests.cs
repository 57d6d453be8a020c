using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Tls;

/// <summary>Tests what operators see of TLS: certificates and statistics of the admin interface, the configuration dump and the access log.</summary>
public sealed class TlsObservationTests : TlsTests
{
    private const string Scope = "listener.127.0.0.1_0.";

    [Fact]
    public async Task Certs_OfListener_AreEnvoys()
    {
        var server = Authority.Issue("CN=mesh.test", "URI:spiffe://mesh/front", "DNS:mesh.test", "IP:127.0.0.1");
        var proxy = await StartAsync(WithAdmin(MutualFront(server)));

        var certs = await GetJsonAsync(proxy, "/certs");

        var expected = new JsonObject
        {
            ["certificates"] = new JsonArray(new JsonObject
            {
                ["ca_cert"] = new JsonArray(Describe(Authority.Certificate, "ca.pem", 1825, [])),
                ["cert_chain"] = new JsonArray(Describe(
                    server.Certificate,
                    "server0.pem",
                    89,
                    [new() { ["dns"] = "mesh.test" }, new() { ["uri"] = "spiffe://mesh/front" }, new() { ["ip_address"] = "127.0.0.1" }])),
            }),
        };
        Assert.Equal(expected.ToJsonString(), certs.ToJsonString());
        Assert.Equal(89, (await StatsOf(proxy).ReadAsync())["server.days_until_first_cert_expiring"]);
    }

    [Fact]
    public async Task Certs_WithoutTls_AreNone()
    {
        var proxy = await StartAsync(WithAdmin(new ProxySetup(ProxyRole.Front)));

        Assert.Equal("""{"certificates":[]}""", (await GetJsonAsync(proxy, "/certs")).ToJsonString());
        var stats = await StatsOf(proxy).ReadAsync();
        Assert.Equal(uint.MaxValue, stats["server.days_until_first_cert_expiring"]);
        Assert.DoesNotContain(stats.Keys, name => name.Contains(".ssl.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stats_AfterHandshakes_CountThem()
    {
        var proxy = await StartAsync(WithAdmin(MutualFront()
            .With(Key("RequireClientCertificate"), "true").With(Key("MatchTypedSubjectAltNames"), "DNS:client.test").With(Key("TransportSocketConnectTimeout"), "00:00:05")));
        var stats = StatsOf(proxy);
        var client = Authority.Issue("CN=client", "DNS:client.test");

        await GetAsync(proxy, new TlsClient(proxy.Ports[0], certificate: client, protocols: SslProtocols.Tls13));
        await GetAsync(proxy, new TlsClient(proxy.Ports[0], certificate: client, protocols: SslProtocols.Tls12));
        await FailAsync(proxy, null);
        await FailAsync(proxy, new TestAuthority("CN=Another").Issue("CN=client", "DNS:client.test"));
        await FailAsync(proxy, Authority.Issue("CN=client", "DNS:other.test"));
        var clear = await proxy.ConnectAsync();
        await clear.WriteAsync(RawRequest.Get("/"));
        await clear.WaitForCloseAsync();

        await stats.WaitForAsync($"{Scope}ssl.connection_error", 1);
        var all = await stats.ReadAsync();
        Assert.Equal(
            (2, 0, 1, 1, 1, 0),
            (all[$"{Scope}ssl.handshake"], all[$"{Scope}ssl.no_certificate"], all[$"{Scope}ssl.fail_verify_no_cert"], all[$"{Scope}ssl.fail_verify_error"],
                all[$"{Scope}ssl.fail_verify_san"], all[$"{Scope}downstream_cx_transport_socket_connect_timeout"]));
        Assert.Equal((1, 1), (all[$"{Scope}ssl.versions.TLSv1.3"], all[$"{Scope}ssl.versions.TLSv1.2"]));
        Assert.Equal(2, all.Where(stat => stat.Key.StartsWith($"{Scope}ssl.ciphers.", StringComparison.Ordinal)).Sum(stat => stat.Value));
        Assert.Equal(6, all["http.ingress_http.downstream_cx_ssl_total"]);
        Assert.Contains(
            "envoy_listener_ssl_versions{envoy_ssl_version=\"TLSv1.3\",envoy_listener_address=\"127.0.0.1_0\"} 1",
            await stats.GetAsync("/stats/prometheus"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_OptionalCertificateIsMissing_CountsIt()
    {
        var proxy = await StartAsync(WithAdmin(MutualFront()));

        await GetAsync(proxy, new TlsClient(proxy.Ports[0]));

        await StatsOf(proxy).WaitForAsync($"{Scope}ssl.no_certificate", 1);
    }

    [Fact]
    public async Task Stats_HandshakeTooSlow_CountsTimeout()
    {
        var proxy = await StartAsync(WithAdmin(MutualFront().With(Key("TransportSocketConnectTimeout"), "00:00:00.100")));

        await (await proxy.ConnectAsync()).WaitForCloseAsync();

        await StatsOf(proxy).WaitForAsync($"{Scope}downstream_cx_transport_socket_connect_timeout", 1);
    }

    [Fact]
    public async Task ConfigDump_OfListener_HasTlsWithoutKeys()
    {
        var proxy = await StartAsync(WithAdmin(MutualFront()
            .With(Key("RequireClientCertificate"), "true").With(Key("MatchTypedSubjectAltNames"), "URI:spiffe://mesh/*")
            .With("Listeners:ingress_http:ForwardClientCertDetails", "SanitizeSet").With("Listeners:ingress_http:SetCurrentClientCertDetails:Uri", "true")));

        var dump = await GetJsonAsync(proxy, "/config_dump");

        var chain = dump["configs"]!.AsArray().Single(config => config!["static_listeners"] is not null)!["static_listeners"]![0]!["listener"]!["filter_chains"]![0]!;
        Assert.Equal(
            $$$"""
            {"tls_params":{"tls_minimum_protocol_version":"TLSv1_2","tls_maximum_protocol_version":"TLSv1_3"},"tls_certificates":[{"certificate_chain":{"filename":"{{{Path.Combine(Folder, "server0.pem")}}}"},"private_key":{"filename":"[redacted]"}}],"validation_context":{"trusted_ca":{"filename":"{{{Path.Combine(Folder, "ca.pem")}}}"},"match_typed_subject_alt_names":[{"san_type":"URI","matcher":{"prefix":"spiffe://mesh/"}}]},"alpn_protocols":["h2","http/1.1"]}
            """,
            chain["transport_socket"]!["typed_config"]!["common_tls_context"]!.ToJsonString());
        Assert.Equal("10s", (string?)chain["transport_socket_connect_timeout"]);
        var manager = chain["filters"]![0]!["typed_config"]!;
        Assert.Equal("SANITIZE_SET", (string?)manager["forward_client_cert_details"]);
        Assert.True((bool)manager["set_current_client_cert_details"]!["uri"]!);
        Assert.DoesNotContain("server0.key", dump.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessLog_OfTls_HasOperators()
    {
        var log = Path.Combine(Folder, "access.log");
        var proxy = await StartAsync(MutualFront()
            .With("AccessLog:Path", log).With("AccessLog:Format", "%REQUESTED_SERVER_NAME% %DOWNSTREAM_TLS_VERSION% %DOWNSTREAM_TLS_CIPHER% %DOWNSTREAM_PEER_SUBJECT%"));

        await GetAsync(proxy, new TlsClient(proxy.Ports[0], certificate: Authority.Issue("CN=client,O=Org"), protocols: SslProtocols.Tls13));
        await proxy.StopAsync();

        Assert.Matches(
            "^mesh.test TLSv1.3 TLS_AES_(128|256)_GCM_SHA(256|384) CN=client,O=Org$",
            (await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).TrimEnd('\n'));
    }

    private static ProxySetup WithAdmin(ProxySetup setup) => setup.With("Admin:Address", "127.0.0.1").With("Admin:Port", "0");

    private static StatsClient StatsOf(ProxyEnvironment proxy) => new(proxy.AdminAddress!.ToString().TrimEnd('/'));

    private static async Task<JsonNode> GetJsonAsync(ProxyEnvironment proxy, string path) => JsonNode.Parse(await StatsOf(proxy).GetAsync(path))!;

    private static string Format(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private JsonObject Describe(X509Certificate2 certificate, string file, int days, JsonObject[] names) => new()
    {
        ["path"] = Path.Combine(Folder, file),
        ["serial_number"] = certificate.SerialNumber.ToLowerInvariant(),
        ["subject_alt_names"] = new JsonArray([.. names]),
        ["days_until_expiration"] = days.ToString(CultureInfo.InvariantCulture),
        ["valid_from"] = Format(certificate.NotBefore),
        ["expiration_time"] = Format(certificate.NotAfter),
    };

    private async Task GetAsync(ProxyEnvironment proxy, TlsClient client)
    {
        using var response = await Open(client).GetAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        await proxy.Collector.TakeAsync();
    }

    // HttpClient would try several times.
    private static async Task FailAsync(ProxyEnvironment proxy, TestCertificate? certificate)
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        using var client = new TcpClient("127.0.0.1", proxy.Ports[0]);
        await using var tls = new SslStream(client.GetStream());
        var exception = await Record.ExceptionAsync(async () =>
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "mesh.test",
                    ClientCertificates = certificate is null ? null : [certificate.Certificate],
                    RemoteCertificateValidationCallback = static (_, remote, _, _) => remote is not null,
                },
                timeout.Token);

            // In TLS 1.3 the client's part of the handshake ends before its certificate is verified.
            Assert.Equal(0, await tls.ReadAsync(new byte[1], timeout.Token));
        });
        Assert.True(exception is null or IOException or AuthenticationException, $"{exception}");
    }
}
