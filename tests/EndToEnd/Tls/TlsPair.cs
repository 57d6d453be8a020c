using System.Diagnostics;
using System.Net.Sockets;
using ZipkinMesh.Tests.Proxy;
using ZipkinMesh.Tests.Support.Certificates;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Tls;

/// <summary>Runs the front proxy beside Envoy, both with the same certificates, and a listener for each treatment of client certificates.</summary>
public sealed class TlsPair : IAsyncLifetime
{
    /// <summary>The treatments, by Envoy's names.</summary>
    public static readonly string[] Modes = ["SANITIZE", "FORWARD_ONLY", "APPEND_FORWARD", "SANITIZE_SET", "ALWAYS_FORWARD_ONLY"];

    private static readonly string[] Details = ["Subject", "Cert", "Chain", "Dns", "Uri"];

    private readonly Scratch _scratch = new();
    private readonly RawServer _upstream = new();
    private readonly FakeCollector _collector = new();
    private readonly List<Child> _children = [];

    // For each treatment one with TLS and one in clear text.
    private readonly int[] _ours = Scratch.FreePorts(2 * Modes.Length);
    private readonly int[] _envoys = Scratch.FreePorts(2 * Modes.Length);

    internal TestAuthority Authority { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var envoy = Reference.Envoy();
        var server = Authority.Issue("CN=mesh.test", "URI:spiffe://mesh/front", "DNS:mesh.test", "URI:spiffe://mesh/second").WriteTo(_scratch.Folder, "server");
        var trustedCa = Path.Combine(_scratch.Folder, "ca.pem");
        await File.WriteAllTextAsync(trustedCa, Authority.Pem);

        var configuration = Path.Combine(_scratch.Folder, "envoy.json");
        var listeners = _envoys.Select((port, i) => EnvoyTls.Listener(port, Modes[i / 2], i % 2 == 0 ? server : null, trustedCa)).ToArray();
        await File.WriteAllTextAsync(configuration, EnvoyConfiguration.Create("front-proxy", "front-envoy", new Uri(_collector.Address).Port, listeners, ("upstream", _upstream.Port)));
        _children.Add(new Child(envoy, ["-c", configuration, "--concurrency", "1", "--disable-hot-restart", "--base-id", $"{_envoys[0]}", "-l", "warning"]));
        _children.Add(await FrontProxyProcess.StartAsync(
            Scratch.FreePorts(1)[0], [_upstream.Address], _collector.Address, [.. _ours.SelectMany((port, i) => Arguments(port, Modes[i / 2], i % 2 == 0 ? server : null, trustedCa))]));
        foreach (var port in _envoys.Concat(_ours))
        {
            await WaitUntilOpenAsync(port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _children.ForEach(child => child.Dispose());
        await _upstream.DisposeAsync();
        await _collector.DisposeAsync();
        _scratch.Dispose();
    }

    /// <summary>Sends a request to Envoy and to the front proxy.</summary>
    /// <returns>The header as the upstream received it from each of them; null for none.</returns>
    internal async Task<(string? Envoy, string? Ours)> SendAsync(string mode, bool isClear, TestCertificate? certificate, params string[] headers)
    {
        var listener = (2 * Array.IndexOf(Modes, mode)) + (isClear ? 1 : 0);
        return (await SendAsync(_envoys[listener], isClear, certificate, headers), await SendAsync(_ours[listener], isClear, certificate, headers));
    }

    private static IEnumerable<string> Arguments(int port, string mode, CertificatePaths? server, string trustedCa)
    {
        var name = $"listener{port}";
        var listener = $"--Listeners:{name}";
        string[] tls = server is null ? [] :
        [
            $"{listener}:Tls:TlsCertificates:0:CertificateChain={server.Chain}",
            $"{listener}:Tls:TlsCertificates:0:PrivateKey={server.Key}",
            $"{listener}:Tls:TrustedCa={trustedCa}",
        ];
        string[] details = [.. Details.Select(detail => $"{listener}:SetCurrentClientCertDetails:{detail}=true")];
        return
        [
            $"{listener}:Address=127.0.0.1", $"{listener}:Port={port}", $"{listener}:Direction=Outbound", $"{listener}:ForwardClientCertDetails={mode}",
            $"--ReverseProxy:Routes:{name}:ClusterId=service1", $"--ReverseProxy:Routes:{name}:Metadata:Listener={name}", $"--ReverseProxy:Routes:{name}:Metadata:Operation=operation",
            .. details, .. tls,
        ];
    }

    private static async Task WaitUntilOpenAsync(int port)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(25))
        {
            try
            {
                using var client = new TcpClient("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < Lines.Bound)
            {
            }
        }
    }

    private async Task<string?> SendAsync(int port, bool isClear, TestCertificate? certificate, string[] headers)
    {
        if (isClear)
        {
            using var connection = await RawConnection.OpenAsync(port);
            await connection.WriteAsync(RawRequest.Get("/", headers));
            Assert.Equal("200", (await connection.ReadResponseAsync()).Status);
        }
        else
        {
            using var client = new TlsClient(port, certificate: certificate);
            using var response = await client.GetAsync("/", headers);
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        }

        return (await _upstream.TakeAsync())["x-forwarded-client-cert"];
    }
}
