using System.Diagnostics;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.TlsUpstreams;

/// <summary>Tests that changed files of a cluster's TLS are used for new connections, without a restart.</summary>
public sealed class ReplacedFileTests : TlsUpstreamTests
{
    private const string Loaded = ": certificates loaded again";
    private const string Kept = ": the changed certificates can't be used, and the last good ones stay.";

    [Fact]
    public async Task ClientCertificate_Replaced_IsUsedByNewConnections()
    {
        var upstream = await StartRequiringAsync();
        var paths = ClientFiles(Authority.Issue("CN=before"));
        var proxy = await StartAsync(WithClient(Front(upstream), paths));
        await AssertClientAsync(proxy, upstream, "CN=before");

        var after = Authority.Issue("CN=after");
        await File.WriteAllTextAsync(paths.Key, after.KeyPem, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(paths.Chain, after.ChainPem, TestContext.Current.CancellationToken);
        await proxy.Log.WaitForAsync(Loaded);

        await AssertClientAsync(proxy, upstream, "CN=after");
        Assert.Equal(1, await StatAsync(proxy, "client_ssl_socket_factory.ssl_context_update_by_sds"));
    }

    // Kubernetes mounts a secret as links to files in a folder, which is a link itself: renaming another link over it replaces all files.
    [Fact]
    public async Task ClientCertificate_LinkOfItsFolderReplaced_IsUsedByNewConnections()
    {
        var upstream = await StartRequiringAsync();
        Directory.CreateDirectory(PathOf("v1"));
        Directory.CreateDirectory(PathOf("v2"));
        Authority.Issue("CN=before").WriteTo(PathOf("v1"), "tls");
        Authority.Issue("CN=after").WriteTo(PathOf("v2"), "tls");
        File.CreateSymbolicLink(PathOf("..data"), "v1");
        File.CreateSymbolicLink(PathOf("tls.pem"), "..data/tls.pem");
        File.CreateSymbolicLink(PathOf("tls.key"), "..data/tls.key");
        var proxy = await StartAsync(WithClient(Front(upstream), new CertificatePaths(PathOf("tls.pem"), PathOf("tls.key"))));
        await AssertClientAsync(proxy, upstream, "CN=before");

        File.CreateSymbolicLink(PathOf("..data_tmp"), "v2");
        using (var move = Process.Start("mv", ["-T", PathOf("..data_tmp"), PathOf("..data")]))
        {
            await move.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await proxy.Log.WaitForAsync(Loaded);

        await AssertClientAsync(proxy, upstream, "CN=after");
    }

    [Fact]
    public async Task Authority_Replaced_IsTrustedByNewConnections()
    {
        var other = new TestAuthority("CN=Other CA");
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(other.Issue("CN=any", $"DNS:{Host}")));
        var path = CaFile(Authority);
        var proxy = await StartAsync(FrontWithoutCa(upstream).With(Key("TlsTrustedCa"), path));
        await AssertConnectionFailureAsync(proxy);

        await File.WriteAllTextAsync($"{path}.new", other.Pem, TestContext.Current.CancellationToken);
        File.Move($"{path}.new", path, overwrite: true);
        await proxy.Log.WaitForAsync(Loaded);

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
    }

    [Fact]
    public async Task ClientCertificate_BrokenFile_KeepsTheLastGoodOneUntilItIsCorrected()
    {
        var upstream = await StartRequiringAsync();
        var paths = ClientFiles(Authority.Issue("CN=before"));
        var proxy = await StartAsync(WithClient(Front(upstream), paths));

        var after = Authority.Issue("CN=after");
        await File.WriteAllTextAsync(paths.Chain, after.ChainPem, TestContext.Current.CancellationToken);
        var line = await proxy.Log.WaitForAsync(Kept);

        Assert.Contains($"{Key("TlsPrivateKey")}: '{paths.Key}' is not allowed", line, StringComparison.Ordinal);
        await AssertClientAsync(proxy, upstream, "CN=before");
        Assert.Equal(1, await StatAsync(proxy, "client_ssl_socket_factory.key_rotation_failed"));

        await File.WriteAllTextAsync(paths.Key, after.KeyPem, TestContext.Current.CancellationToken);
        await proxy.Log.WaitForAsync(Loaded);
        await AssertClientAsync(proxy, upstream, "CN=after");
    }

    private Task<TlsUpstream> StartRequiringAsync() =>
        StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", $"DNS:{Host}"), Authority));

    private static ProxySetup WithClient(ProxySetup setup, CertificatePaths paths) =>
        setup.With(Key("TlsCertificateChain"), paths.Chain).With(Key("TlsPrivateKey"), paths.Key);

    // The upstream closes the connection, so that the next request needs another one.
    private static async Task AssertClientAsync(ProxyEnvironment proxy, TlsUpstream upstream, string subject)
    {
        Assert.Equal("200", (await proxy.GetAsync("/close")).Status);
        Assert.Equal(subject, (await upstream.TakeAsync()).ClientSubject);
    }
}
