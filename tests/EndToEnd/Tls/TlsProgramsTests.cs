using System.Diagnostics;
using ZipkinMesh.Tests.Proxy;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Tls;

/// <summary>Tests the front proxy's TLS with the programs that people use: openssl, curl and a browser.</summary>
public sealed class TlsProgramsTests(Page.Browser browser) : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private readonly RawServer _upstream = new();
    private readonly FakeCollector _collector = new();
    private readonly TestAuthority _authority = new();
    private readonly int _port = Scratch.FreePorts(1)[0];
    private Child? _proxy;

    private string AuthorityPath => Path.Combine(_scratch.Folder, "ca.pem");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(AuthorityPath, _authority.Pem);
        var first = _authority.Issue("CN=first", "DNS:first.test", "IP:127.0.0.1").WriteTo(_scratch.Folder, "first");
        var second = _authority.Issue("CN=second", "DNS:second.test", "DNS:*.wild.test").WriteTo(_scratch.Folder, "second");
        const string Tls = "--Listeners:ingress_http:Tls";
        _proxy = await FrontProxyProcess.StartAsync(_port, [_upstream.Address], _collector.Address,
        [
            $"{Tls}:TlsCertificates:0:CertificateChain={first.Chain}", $"{Tls}:TlsCertificates:0:PrivateKey={first.Key}",
            $"{Tls}:TlsCertificates:1:CertificateChain={second.Chain}", $"{Tls}:TlsCertificates:1:PrivateKey={second.Key}",
            $"{Tls}:TrustedCa={AuthorityPath}", $"{Tls}:TlsMinimumProtocolVersion=TLSv1_3",
            "--Listeners:ingress_http:ForwardClientCertDetails=SanitizeSet", "--Listeners:ingress_http:SetCurrentClientCertDetails:Subject=true",
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        _proxy?.Dispose();
        await _upstream.DisposeAsync();
        await _collector.DisposeAsync();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("first.test", "CN = first")]
    [InlineData("second.test", "CN = second")]
    [InlineData("a.wild.test", "CN = second")]
    [InlineData("other.test", "CN = first")]
    public async Task OpenSsl_ServerName_GetsCertificate(string serverName, string subject)
    {
        var output = await RunAsync("openssl", "", ["s_client", "-connect", $"127.0.0.1:{_port}", "-servername", serverName, "-CAfile", AuthorityPath]);

        Assert.Contains($"subject={subject}\n", output, StringComparison.Ordinal);
        Assert.Contains("Verify return code: 0 (ok)", output, StringComparison.Ordinal);
        Assert.Contains("New, TLSv1.3, ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h2,http/1.1", "ALPN protocol: h2")]
    [InlineData("http/1.1", "ALPN protocol: http/1.1")]
    public async Task OpenSsl_Alpn_IsNegotiated(string offered, string negotiated) => Assert.Contains(
        negotiated, await RunAsync("openssl", "", ["s_client", "-connect", $"127.0.0.1:{_port}", "-alpn", offered]), StringComparison.Ordinal);

    [Fact]
    public async Task OpenSsl_VersionBelowMinimum_IsRefused() => Assert.Contains(
        "alert protocol version", await RunAsync("openssl", "", ["s_client", "-connect", $"127.0.0.1:{_port}", "-tls1_2"]), StringComparison.Ordinal);

    /// <summary>A session that is resumed has the certificate that was verified in the first handshake, also one of an intermediate authority.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenSsl_ResumedSession_KeepsClientCertificate(bool hasIntermediate)
    {
        var authority = hasIntermediate ? new TestAuthority("CN=Intermediate", _authority) : _authority;
        var client = authority.Issue("CN=client").WriteTo(_scratch.Folder, "client");
        var session = Path.Combine(_scratch.Folder, "session");
        const string Request = "GET / HTTP/1.1\r\nHost: first.test\r\nConnection: close\r\n\r\n";
        string[] arguments =
            ["s_client", "-connect", $"127.0.0.1:{_port}", "-servername", "first.test", "-cert", client.Chain, "-key", client.Key, "-cert_chain", client.Chain, "-ign_eof"];

        var first = await RunAsync("openssl", Request, [.. arguments, "-sess_out", session]);
        var second = await RunAsync("openssl", Request, [.. arguments, "-sess_in", session]);

        Assert.Contains("HTTP/1.1 200", first, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200", second, StringComparison.Ordinal);
        Assert.Contains("New, TLSv1.3, ", first, StringComparison.Ordinal);
        Assert.Contains("Reused, TLSv1.3, ", second, StringComparison.Ordinal);
        var (before, after) = (await _upstream.TakeAsync(), await _upstream.TakeAsync());
        Assert.EndsWith(";Subject=\"CN=client\"", before["x-forwarded-client-cert"], StringComparison.Ordinal);
        Assert.Equal(before["x-forwarded-client-cert"], after["x-forwarded-client-cert"]);
    }

    [Theory]
    [InlineData("--http1.1", "1.1 200")]
    [InlineData("--http2", "2 200")]
    public async Task Curl_EachVersion_IsServed(string version, string expected)
    {
        var output = await RunAsync("curl", "",
        [
            "-sS", version, "--cacert", AuthorityPath, "--connect-to", $"::127.0.0.1:{_port}", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", "https://second.test/",
        ]);

        Assert.Equal(expected, output);
        Assert.Equal("https", (await _upstream.TakeAsync())["x-forwarded-proto"]);
    }

    [Fact]
    public async Task Curl_ClientCertificateOfAnotherAuthority_IsRefused()
    {
        var client = new TestAuthority("CN=Another").Issue("CN=client").WriteTo(_scratch.Folder, "client");

        var output = await RunAsync("curl", "",
        [
            "-sS", "--cacert", AuthorityPath, "--cert", client.Chain, "--key", client.Key, "--connect-to", $"::127.0.0.1:{_port}", "https://first.test/",
        ]);

        Assert.StartsWith("curl: (", output, StringComparison.Ordinal);
        Assert.Equal(0, _upstream.RequestCount);
    }

    [Fact]
    public async Task Browser_Page_IsLoadedWithHttp2()
    {
        _upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 24\r\n\r\n<title>Over TLS</title>\n");
        await using var context = await browser.OpenContextAsync(new() { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();

        var response = await page.GotoAsync($"https://127.0.0.1:{_port}/");

        Assert.Equal(200, response?.Status);
        Assert.Equal("Over TLS", await page.TitleAsync());
        Assert.Equal("h2", await page.EvaluateAsync<string>("performance.getEntriesByType('navigation')[0].nextHopProtocol"));
    }

    // Returns the standard output and the errors.
    private static async Task<string> RunAsync(string program, string input, string[] arguments)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{program}"), $"{program} isn't installed.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(Lines.Bound);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return output + await errors;
    }
}
