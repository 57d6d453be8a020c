using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests WebSockets over HTTP/2 (RFC 8441), with .NET's own client.</summary>
public sealed class Http2WebSocketTests : ProxyTests
{
    private const string Listener = "Listeners:ingress_http";

    [Fact]
    public async Task WebSocket_OverHttp2_IsUpgradedUpstreamAndTraced()
    {
        await using var upstream = await EchoServer.StartAsync();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream(upstream.Address));
        using var client = Client();
        using var socket = await OpenAsync(proxy, client);

        Assert.Equal("hi", await ExchangeAsync(socket, "hi"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);

        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal(("GET", "HTTP/2", "101"), (tags["http.method"], tags["http.protocol"], tags["http.status_code"]));
        Assert.NotEqual("0", tags["request_size"]);
        Assert.NotEqual("0", tags["response_size"]);
        Assert.Equal(HttpStatusCode.OK, socket.HttpStatusCode);
        Assert.DoesNotContain(socket.HttpResponseHeaders!.Keys, name => name.Equals("upgrade", StringComparison.OrdinalIgnoreCase) || name.Equals("connection", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task WebSockets_OnOneConnection_AreIndependent()
    {
        await using var upstream = await EchoServer.StartAsync();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream(upstream.Address).With("Tracing:RandomSampling", "0"));
        using var client = Client();
        using var first = await OpenAsync(proxy, client);
        using var second = await OpenAsync(proxy, client);

        first.Abort();

        Assert.Equal("hi", await ExchangeAsync(second, "hi"));
    }

    [Fact]
    public async Task WebSocket_ClientResetsStream_HasFlagDR()
    {
        await using var upstream = await EchoServer.StartAsync();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream(upstream.Address));
        using var client = Client();
        using var socket = await OpenAsync(proxy, client);
        Assert.Equal("hi", await ExchangeAsync(socket, "hi"));

        socket.Abort();

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("101", "DR"), (span.Tags["http.status_code"], span.Flags));
    }

    // Envoy doesn't compare the upstream's answer to the key either, and over HTTP/2 the client has no key.
    [Fact]
    public async Task WebSocket_UpstreamAnswersAnotherKey_IsUpgraded()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        proxy.Upstream.Handler = RawServer.RawThenClose("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: abc=\r\n\r\n");
        using var client = Client();

        using var socket = await OpenAsync(proxy, client);

        var request = await proxy.Upstream.TakeAsync();
        Assert.Equal(("GET", "Upgrade", "websocket"), (request.StartLine.Split(' ')[0], request["connection"], request["upgrade"]));
        Assert.Equal("UC", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("AllowConnect", "false", HttpStatusCode.BadRequest)]
    [InlineData("UpgradeConfigs", "", HttpStatusCode.Forbidden)]
    public async Task WebSocket_NotAllowed_IsRefusedWithoutSpan(string option, string value, HttpStatusCode status)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With($"{Listener}:{option}", value));
        using var client = Client();
        using var socket = New();

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(AddressOf(proxy), client, Cancel));

        Assert.Equal((status, 0), (socket.HttpStatusCode, proxy.Upstream.RequestCount));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HttpMessageInvoker Client() => new(new SocketsHttpHandler());

    private static Uri AddressOf(ProxyEnvironment proxy) => new($"ws://127.0.0.1:{proxy.Ports[0]}/trace/1");

    private static ClientWebSocket New()
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        return socket;
    }

    private static async Task<ClientWebSocket> OpenAsync(ProxyEnvironment proxy, HttpMessageInvoker client)
    {
        var socket = New();
        await socket.ConnectAsync(AddressOf(proxy), client, Cancel);
        return socket;
    }

    private static async Task<string> ExchangeAsync(WebSocket socket, string text)
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, timeout.Token);
        return Encoding.ASCII.GetString(buffer, 0, received.Count);
    }
}
