using System.Text.Json.Nodes;
using Grpc.Core;
using ZipkinMesh.Tests.Proxy;
using ZipkinMesh.Tests.Support.Calls;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Calls;

/// <summary>Makes gRPC calls through a front proxy, ours or Envoy, and records the span of each as text.</summary>
internal sealed class RecordedCalls : IAsyncDisposable
{
    private readonly FakeCollector _collector = new();
    private readonly int _port = Scratch.FreePorts(1)[0];
    private readonly Scratch _scratch = new();
    private readonly CallServer _server;
    private readonly List<string> _spans = [];
    private Child? _proxy;

    private RecordedCalls(CallServer server) => _server = server;

    public static async Task<RecordedCalls> StartAsync(ProxyKind kind)
    {
        var calls = new RecordedCalls(await CallServer.StartAsync());
        calls._proxy = kind == ProxyKind.Envoy ? await calls.StartEnvoyAsync() : await calls.StartOursAsync();
        return calls;
    }

    /// <summary>Makes the calls, one after the other.</summary>
    /// <returns>The spans, without what differs from run to run.</returns>
    public async Task<IReadOnlyList<string>> MakeAsync()
    {
        using var client = new CallClient(_port);
        await RecordAsync("unary", async () => await client.Unary("hello", new CallOptions(new Metadata { { "x-in", "value" } }, DateTime.UtcNow.AddMinutes(1))));
        await RecordAsync("large", async () => await client.Unary(new string('m', 5 * 1024 * 1024)));
        await RecordAsync("client streaming", () => CollectAsync(client));
        await RecordAsync("server streaming", async () => Assert.Equal(50, await client.List(50).ResponseStream.ReadAllAsync().CountAsync()));
        await RecordAsync("bidirectional streaming", () => EchoAsync(client));
        for (var code = 1; code <= 16; code++)
        {
            await RecordAsync($"status {code}", () => client.FailAsync($"status {code} a b"));
        }

        await RecordAsync("missing method", async () => await Assert.ThrowsAsync<RpcException>(async () => await client.Missing()));
        await RecordAsync("canceled", () => CancelAsync(client));
        return _spans;
    }

    public async ValueTask DisposeAsync()
    {
        _proxy?.Dispose();
        await _server.DisposeAsync();
        await _collector.DisposeAsync();
        _scratch.Dispose();
    }

    private static async Task CollectAsync(CallClient client)
    {
        using var call = client.Collect();
        await call.RequestStream.WriteAsync("a");
        await call.RequestStream.WriteAsync("b");
        await call.RequestStream.CompleteAsync();
        Assert.Equal("ab", await call);
    }

    private static async Task EchoAsync(CallClient client)
    {
        using var call = client.Echo();
        for (var i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync($"{i}");
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    private async Task CancelAsync(CallClient client)
    {
        using var cancel = new CancellationTokenSource();
        var failure = client.FailAsync("wait", new CallOptions(cancellationToken: cancel.Token));
        await _server.Service.Waiting.WaitAsync(Lines.Bound);
        await cancel.CancelAsync();
        await failure;
        await _server.Service.Canceled.WaitAsync(Lines.Bound);
    }

    private async Task RecordAsync(string name, Func<Task> call)
    {
        await call();
        var span = await _collector.TakeAsync();
        var tags = span.Tags.Where(tag => tag.Key is not "guid:x-request-id").Select(tag => $"{tag.Key}={Mask(tag.Key, tag.Value)}").Order(StringComparer.Ordinal);
        _spans.Add($"{name}: {span.Name} {span.Kind} {string.Join(", ", tags)}");
    }

    private string Mask(string name, string value) => name == "grpc.timeout" ? "any" : value.Replace($":{_port}", ":port", StringComparison.Ordinal);

    private Task<Child> StartOursAsync() =>
        FrontProxyProcess.StartAsync(_port, [_server.Address], _collector.Address, ["--ReverseProxy:Clusters:service1:HttpRequest:Version=2", "--Tracing:FlushInterval=00:00:00.010"]);

    private async Task<Child> StartEnvoyAsync()
    {
        var configuration = JsonNode.Parse(EnvoyConfiguration.Create(
            "front-proxy",
            "front-envoy",
            new Uri(_collector.Address).Port,
            [EnvoyConfiguration.Listener(_port, "OUTBOUND", "/", "service1", "check_server1")],
            ("service1", new Uri(_server.Address).Port)))!;
        configuration["static_resources"]!["clusters"]![0]!["typed_extension_protocol_options"] = JsonNode.Parse("""
            {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
              "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
              "explicit_http_config": {"http2_protocol_options": {}}}}
            """);
        var file = Path.Combine(_scratch.Folder, "envoy.json");
        await File.WriteAllTextAsync(file, configuration.ToJsonString());
        var envoy = new Child(Reference.Envoy(), ["-c", file, "--concurrency", "1", "--disable-hot-restart", "-l", "info"]);
        await envoy.Errors.WaitForAsync("starting main dispatch loop");
        return envoy;
    }
}
