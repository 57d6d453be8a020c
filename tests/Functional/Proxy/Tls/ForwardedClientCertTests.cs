using System.Security.Cryptography;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Tls;

/// <summary>
/// Tests <c>x-forwarded-client-cert</c>. All values were observed on Envoy 1.40; a test with a real Envoy compares them again where it is
/// installed.
/// </summary>
public sealed class ForwardedClientCertTests : TlsTests
{
    private const string Header = "x-forwarded-client-cert";
    private const string Mode = "Listeners:ingress_http:ForwardClientCertDetails";
    private const string Received = Header + ": By=a;Hash=b";

    [Theory]
    [InlineData("Sanitize", "no certificate", null)]
    [InlineData("Sanitize", "certificate", null)]
    [InlineData("Sanitize", "clear text", null)]
    [InlineData("ForwardOnly", "no certificate", null)]
    [InlineData("ForwardOnly", "certificate", "By=a;Hash=b")]
    [InlineData("ForwardOnly", "clear text", null)]
    [InlineData("AppendForward", "no certificate", null)]
    [InlineData("AppendForward", "certificate", "By=a;Hash=b,{0}")]
    [InlineData("AppendForward", "clear text", null)]
    [InlineData("SANITIZE_SET", "no certificate", null)]
    [InlineData("SANITIZE_SET", "certificate", "{0}")]
    [InlineData("SANITIZE_SET", "clear text", null)]
    [InlineData("ALWAYS_FORWARD_ONLY", "no certificate", "By=a;Hash=b")]
    [InlineData("ALWAYS_FORWARD_ONLY", "certificate", "By=a;Hash=b")]
    [InlineData("ALWAYS_FORWARD_ONLY", "clear text", "By=a;Hash=b")]
    public async Task Header_OfClient_IsTreatedByMode(string mode, string connection, string? expected)
    {
        var certificate = connection == "certificate" ? Client() : null;
        var isClear = connection == "clear text";
        var proxy = await StartAsync((isClear ? new ProxySetup(ProxyRole.Front) : MutualFront(Server())).With(Mode, mode));

        var request = isClear ? (await proxy.TraceAsync(Received)).Request : await ForwardAsync(proxy, certificate, Received);

        Assert.Equal(expected?.Replace("{0}", $"By=spiffe://mesh/front;By=spiffe://mesh/second;Hash={HashOf(certificate)}", StringComparison.Ordinal), request[Header]);
    }

    [Theory]
    [InlineData("AppendForward", null, "{0}")]
    [InlineData("AppendForward", "", "{0}")]
    [InlineData("AppendForward", "By=a, By=b", "By=a, By=b,{0}")]
    [InlineData("ForwardOnly", null, null)]
    [InlineData("SanitizeSet", null, "{0}")]
    public async Task Header_NoneOrSeveralElements_AreKept(string mode, string? received, string? expected)
    {
        var client = Client();
        var proxy = await StartAsync(MutualFront(Authority.Issue("CN=mesh.test", "DNS:mesh.test")).With(Mode, mode));

        var request = await ForwardAsync(proxy, client, received is null ? [] : [$"{Header}: {received}"]);

        // A certificate without a URI has no By.
        Assert.Equal(expected?.Replace("{0}", $"Hash={HashOf(client)}", StringComparison.Ordinal), request[Header]);
    }

    [Theory]
    [InlineData("ForwardOnly", false)]
    [InlineData("AppendForward", true)]
    public async Task Header_NamedByConnection_IsRemovedBefore(string mode, bool hasOwn)
    {
        var client = Client();
        var proxy = await StartAsync(MutualFront(Authority.Issue("CN=mesh.test")).With(Mode, mode));

        var request = await ForwardAsync(proxy, client, Received, $"Connection: {Header}");

        Assert.Equal(hasOwn ? $"Hash={HashOf(client)}" : null, request[Header]);
    }

    [Theory]
    [InlineData("Subject", "Subject=\"CN=client,O=A\\, B=C\\;D\"")]
    [InlineData("Uri", "URI=spiffe://mesh/client;URI=https://x/y?a=b;c%22d")]
    [InlineData("Dns", "DNS=client.test;DNS=c2.test")]
    [InlineData("Cert", "Cert=\"{cert}\"")]
    [InlineData("Chain", "Chain=\"{cert}\"")]
    [InlineData("Subject,Cert,Chain,Dns,Uri", "Cert=\"{cert}\";Chain=\"{cert}\";Subject=\"CN=client,O=A\\, B=C\\;D\";URI=spiffe://mesh/client;URI=https://x/y?a=b;c%22d;DNS=client.test;DNS=c2.test")]
    public async Task Details_Set_AreWritten(string details, string expected)
    {
        var client = Authority.Issue(
            "CN=client,O=\"A, B=C;D\"", "URI:spiffe://mesh/client", "DNS:client.test", "URI:https://x/y?a=b;c%22d", "DNS:c2.test", "IP:10.0.0.1", "EMAIL:a@b.c");
        var proxy = await StartAsync(SettingDetails(details));

        var request = await ForwardAsync(proxy, client);

        Assert.Equal($"Hash={HashOf(client)};{expected.Replace("{cert}", Uri.EscapeDataString(client.CertificatePem), StringComparison.Ordinal)}", request[Header]);
    }

    [Fact]
    public async Task Details_CertificateWithoutNames_HasEmptyUri()
    {
        var client = Authority.Issue("CN=client");
        var proxy = await StartAsync(SettingDetails("Dns,Uri"));

        Assert.Equal($"Hash={HashOf(client)};URI=", (await ForwardAsync(proxy, client))[Header]);
    }

    [Fact]
    public async Task Details_ChainWithIntermediate_HasBoth()
    {
        var client = new TestAuthority("CN=Intermediate", Authority).Issue("CN=client");
        var proxy = await StartAsync(SettingDetails("Chain"));

        Assert.Equal($"Hash={HashOf(client)};Chain=\"{Uri.EscapeDataString(client.ChainPem)}\"", (await ForwardAsync(proxy, client))[Header]);
    }

    [Fact]
    public async Task Details_NamesWithControlCharacters_AddNoHeader()
    {
        var client = Authority.Issue("CN=client", "URI:spiffe://a\r\nx-evil: 1", "DNS:d\0\t");
        var proxy = await StartAsync(SettingDetails("Dns,Uri"));

        var request = await ForwardAsync(proxy, client);

        Assert.Equal($"Hash={HashOf(client)};URI=spiffe://a%0D%0Ax-evil: 1;DNS=d%00%09", request[Header]);
        Assert.Null(request["x-evil"]);
    }

    [Fact]
    public async Task Header_OnReusedConnection_IsTheSameForEachRequest()
    {
        var client = Client();
        var proxy = await StartAsync(SettingDetails("Uri"));
        var connection = Open(new TlsClient(proxy.Ports[0], certificate: client));

        var first = await ForwardAsync(proxy, connection);
        var second = await ForwardAsync(proxy, connection, Received);

        Assert.Equal(1, connection.Handshakes);
        Assert.Equal(first[Header], second[Header]);
    }

    private static string HashOf(TestCertificate? certificate) =>
        certificate?.Certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant() ?? "";

    private TestCertificate Client() => Authority.Issue("CN=client", "URI:spiffe://mesh/client");

    private TestCertificate Server() => Authority.Issue("CN=mesh.test", "URI:spiffe://mesh/front", "DNS:mesh.test", "URI:spiffe://mesh/second");

    private ProxySetup SettingDetails(string details)
    {
        var setup = MutualFront(Authority.Issue("CN=mesh.test")).With(Mode, "SanitizeSet");
        return details.Split(',').Aggregate(setup, (s, detail) => s.With($"Listeners:ingress_http:SetCurrentClientCertDetails:{detail}", "true"));
    }

    private Task<RawMessage> ForwardAsync(ProxyEnvironment proxy, TestCertificate? certificate, params string[] headers) =>
        ForwardAsync(proxy, Open(new TlsClient(proxy.Ports[0], certificate: certificate)), headers);

    private static async Task<RawMessage> ForwardAsync(ProxyEnvironment proxy, TlsClient client, params string[] headers)
    {
        using var response = await client.GetAsync(headers: headers);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        await proxy.Collector.TakeAsync();
        return await proxy.Upstream.TakeAsync();
    }
}
