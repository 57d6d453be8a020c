using System.Net;

namespace ZipkinMesh.Tests.UpstreamTls;

/// <summary>Compares the front proxy with Envoy before the same upstreams with TLS, which are Envoys, too.</summary>
public sealed class EnvoyUpstreamTlsTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private TlsServers _servers = null!;
    private TlsProxy _mesh = null!;
    private TlsProxy _envoy = null!;

    public async ValueTask InitializeAsync()
    {
        _servers = await TlsServers.StartAsync();
        _mesh = await TlsProxy.StartMeshAsync(_servers);
        _envoy = await TlsProxy.StartEnvoyAsync(_servers);
    }

    public ValueTask DisposeAsync()
    {
        _envoy?.Dispose();
        _mesh?.Dispose();
        _servers?.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The response, and flag, details and reason in the access log, are Envoy's.</summary>
    [Fact]
    public async Task Request_ToEachUpstream_EndsAsInEnvoy()
    {
        var (expected, actual) = (new List<string>(), new List<string>());
        foreach (var one in TlsCase.All)
        {
            expected.Add(await OutcomeAsync(_envoy, one.Name));
            actual.Add(await OutcomeAsync(_mesh, one.Name));
        }

        Assert.Equal(string.Join('\n', expected.Select(Normalize)), string.Join('\n', actual.Select(Normalize)));
    }

    [Theory]
    [InlineData("mutual12", "HTTP/1.1 server.test CN=client")]
    [InlineData("mutual13", "HTTP/1.1 server.test CN=client")]
    [InlineData("mutual13-http2", "HTTP/2 server.test CN=client")]
    [InlineData("ok-http2", "HTTP/2 server.test")]
    public async Task Request_ToEnvoy_HasProtocolServerNameAndCertificate(string name, string expected)
    {
        using var response = await _client.GetAsync($"http://127.0.0.1:{_mesh.Port}/{name}/", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, Assert.Single(response.Headers.GetValues("x-tls"))));
    }

    private async Task<string> OutcomeAsync(TlsProxy proxy, string name)
    {
        using var response = await _client.GetAsync($"http://127.0.0.1:{proxy.Port}/{name}/");
        var body = await response.Content.ReadAsStringAsync();
        var tls = response.Headers.TryGetValues("x-tls", out var values) ? string.Join(',', values) : "";
        return $"{name}: {body} [{tls}] {await proxy.ReadLineAsync($"/{name}/")}";
    }

    // The text for a server that doesn't speak TLS is .NET's (docs/rationale.md).
    private static string Normalize(string outcome) => outcome.StartsWith("clear-text:", StringComparison.Ordinal)
        ? outcome
            .Replace("268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER", "REASON", StringComparison.Ordinal)
            .Replace("Cannot_determine_the_frame_size_or_a_corrupted_frame_was_received.", "REASON", StringComparison.Ordinal)
        : outcome;
}
