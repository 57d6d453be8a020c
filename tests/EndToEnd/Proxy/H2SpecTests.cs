using ZipkinMesh.Tests.Support.Certificates;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Runs h2spec, the conformance suite of HTTP/2, against the front proxy. Envoy 1.40 passes 134 of its 145 cases.</summary>
public sealed class H2SpecTests : IAsyncDisposable
{
    // In some of its cases the suite waits to the end of its timeout, here 5 s, because 2 s can be short on a loaded machine.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    // Failed cases would have a line each.
    private static readonly string[] AllPassed = ["145 tests, 145 passed, 0 skipped, 0 failed", "h2spec says: 145 tests, 145 passed, 0 skipped, 0 failed"];

    private readonly RawServer _upstream = new();

    // Accepts all reports.
    private readonly RawServer _zipkin = new() { Handler = RawServer.Status(202) };

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _zipkin.DisposeAsync();
    }

    [Fact]
    public async Task ClearText_AllCases_Pass() => Assert.Equal(AllPassed, await RunAsync("", []));

    [Fact]
    public async Task Tls_AllCases_Pass()
    {
        using var scratch = new Scratch();
        var certificate = new TestAuthority().Issue("CN=mesh.test", "DNS:mesh.test").WriteTo(scratch.Folder, "mesh");

        Assert.Equal(AllPassed, await RunAsync(
            "-t -k",
            [
                $"--Listeners:ingress_http:Tls:TlsCertificates:0:CertificateChain={certificate.Chain}",
                $"--Listeners:ingress_http:Tls:TlsCertificates:0:PrivateKey={certificate.Key}",
            ]));
    }

    private async Task<IReadOnlyList<string>> RunAsync(string options, string[] arguments)
    {
        var script = Reference.Protocol("h2spec.sh");
        var port = Scratch.FreePorts(1)[0];
        using var program = await FrontProxyProcess.StartAsync(port, [_upstream.Address], _zipkin.Address, arguments);
        using var suite = new Child(script, ["127.0.0.1", $"{port}"], new() { ["H2SPEC"] = options, ["TIMEOUT"] = "5" });

        await suite.ExitCodeAsync(Bound);
        return suite.Output.All;
    }
}
