using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Tls;

/// <summary>Tests the replacement of certificate files while the proxy runs, in the ways in which they are replaced in practice.</summary>
public sealed class ReplacementTests : TlsTests
{
    private const string Loaded = "Information: Listeners:ingress_http:Tls: certificates loaded again. New connections use them.";
    private const string Kept = "Error: Listeners:ingress_http:Tls: the changed certificates can't be used, and the last good ones stay.";

    private string Chain => Path.Combine(Folder, "server0.pem");

    private string PrivateKey => Path.Combine(Folder, "server0.key");

    [Fact]
    public async Task Files_WrittenInPlace_AreUsedByNewConnections()
    {
        var proxy = await StartAsync(Front(Authority.Issue("CN=before")));
        var open = Open(new TlsClient(proxy.Ports[0]));
        Assert.Equal("CN=before", await GetSubjectAsync(proxy, open));

        Authority.Issue("CN=after").WriteTo(Folder, "server0");
        await proxy.Log.WaitForAsync(Loaded);

        Assert.Equal("CN=after", await GetSubjectAsync(proxy));

        // The open connection stays open.
        Assert.Equal("CN=before", await GetSubjectAsync(proxy, open));
        Assert.Equal(1, open.Handshakes);
    }

    [Fact]
    public async Task Files_Renamed_AreUsed()
    {
        var proxy = await StartAsync(Front(Authority.Issue("CN=before")));
        var (chain, key) = Authority.Issue("CN=after").WriteTo(Folder, "new");

        File.Move(key, PrivateKey, overwrite: true);
        File.Move(chain, Chain, overwrite: true);

        await proxy.Log.WaitForAsync(Loaded);
        Assert.Equal("CN=after", await GetSubjectAsync(proxy));
    }

    /// <summary>A volume of Kubernetes has links to a link, <c>..data</c>, which is replaced. The new files may be older.</summary>
    [Fact]
    public async Task Files_BehindReplacedLink_AreUsed()
    {
        var (before, after) = (CreateFolder("..before", "CN=before"), CreateFolder("..after", "CN=after"));
        File.SetLastWriteTimeUtc(Path.Combine(after, "server0.pem"), DateTime.UtcNow.AddDays(-1));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "..data"), before);
        File.CreateSymbolicLink(Chain, "..data/server0.pem");
        File.CreateSymbolicLink(PrivateKey, "..data/server0.key");
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front)
            .With(Key("TlsCertificates:0:CertificateChain"), Chain).With(Key("TlsCertificates:0:PrivateKey"), PrivateKey));
        Assert.Equal("CN=before", await GetSubjectAsync(proxy));

        Directory.CreateSymbolicLink(Path.Combine(Folder, "..data_tmp"), after);
        using (var move = Process.Start("mv", ["-T", Path.Combine(Folder, "..data_tmp"), Path.Combine(Folder, "..data")]))
        {
            await move.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await proxy.Log.WaitForAsync(Loaded);
        Assert.Equal("CN=after", await GetSubjectAsync(proxy));
    }

    [Theory]
    [InlineData("no PEM", "the file has none that can be read")]
    [InlineData(null, "there is no such file")]
    public async Task Files_Broken_KeepLastGoodOnes(string? content, string reason)
    {
        var proxy = await StartAsync(Front(Authority.Issue("CN=before")).With("Admin:Address", "127.0.0.1").With("Admin:Port", "0"));

        await WriteAsync(Chain, content);
        Assert.Contains(reason, await proxy.Log.WaitForAsync(Kept), StringComparison.Ordinal);
        Assert.Equal("CN=before", await GetSubjectAsync(proxy));
        await WaitForStatsAsync(proxy, updates: 0, failures: 1);

        Authority.Issue("CN=after").WriteTo(Folder, "server0");
        await proxy.Log.WaitForAsync(Loaded);
        Assert.Equal("CN=after", await GetSubjectAsync(proxy));
        await WaitForStatsAsync(proxy, updates: 1, failures: 1);
    }

    [Fact]
    public async Task Files_KeyDoesNotFitYet_AreUsedWhenItDoes()
    {
        var proxy = await StartAsync(Front(Authority.Issue("CN=before")));
        var (chain, key) = Authority.Issue("CN=after").WriteTo(Folder, "new");

        File.Move(chain, Chain, overwrite: true);
        Assert.Contains("the file has another key", await proxy.Log.WaitForAsync(Kept), StringComparison.Ordinal);
        Assert.Equal("CN=before", await GetSubjectAsync(proxy));

        File.Move(key, PrivateKey, overwrite: true);
        await proxy.Log.WaitForAsync(Loaded);
        Assert.Equal("CN=after", await GetSubjectAsync(proxy));
    }

    [Fact]
    public async Task Authorities_Replaced_VerifyNewConnections()
    {
        var other = new TestAuthority("CN=Another");
        var proxy = await StartAsync(MutualFront().With(Key("RequireClientCertificate"), "true"));
        await GetSubjectAsync(proxy, Open(new TlsClient(proxy.Ports[0], certificate: Authority.Issue("CN=client"))));

        await WriteAsync(Path.Combine(Folder, "ca.pem"), other.Pem);
        await proxy.Log.WaitForAsync(Loaded);

        await GetSubjectAsync(proxy, Open(new TlsClient(proxy.Ports[0], certificate: other.Issue("CN=client"))));
        await Assert.ThrowsAsync<HttpRequestException>(() => Open(new TlsClient(proxy.Ports[0], certificate: Authority.Issue("CN=client"))).GetAsync());
    }

    [Theory]
    [InlineData(-1, "expired on")]
    [InlineData(30, null)]
    public async Task Certificate_Expired_IsAWarning(int days, string? text)
    {
        var certificate = Authority.Issue(new X500DistinguishedName("CN=mesh.test"), DateTimeOffset.UtcNow.AddDays(days));
        var proxy = await StartAsync(Front(certificate));

        await GetSubjectAsync(proxy);

        var warnings = proxy.Log.All.Where(line => line.StartsWith("Warning: Listeners:", StringComparison.Ordinal));
        if (text is null)
        {
            Assert.Empty(warnings);
        }
        else
        {
            Assert.Matches($"^Warning: Listeners:ingress_http:Tls: the certificate of CN=mesh.test in .*server0.pem {text} ", Assert.Single(warnings));
        }
    }

    private static Task WriteAsync(string path, string? content)
    {
        if (content is not null)
        {
            return File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        }

        File.Delete(path);
        return Task.CompletedTask;
    }

    private static async Task WaitForStatsAsync(ProxyEnvironment proxy, long updates, long failures)
    {
        var stats = new StatsClient(proxy.AdminAddress!.ToString().TrimEnd('/'));
        await stats.WaitForAsync("listener.127.0.0.1_0.server_ssl_socket_factory.ssl_context_update_by_sds", updates);
        await stats.WaitForAsync("listener.127.0.0.1_0.server_ssl_socket_factory.key_rotation_failed", failures);
    }

    private string CreateFolder(string name, string subject)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        Authority.Issue(subject).WriteTo(folder, "server0");
        return folder;
    }

    private async Task<string?> GetSubjectAsync(ProxyEnvironment proxy, TlsClient? client = null)
    {
        client ??= Open(new TlsClient(proxy.Ports[0]));
        using var response = await client.GetAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        await proxy.Collector.TakeAsync();
        return client.ServerCertificate?.Subject;
    }
}
