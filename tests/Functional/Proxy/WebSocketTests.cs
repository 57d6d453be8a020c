using System.Net.WebSockets;
using System.Text;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests that WebSockets are forwarded, and stay open beyond the route's timeout.</summary>
public sealed class WebSocketTests : ProxyTests
{
    private static readonly TimeSpan RouteTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task WebSocket_OpenBeyondRouteTimeout_StillForwardsMessages()
    {
        await using var upstream = await EchoServer.StartAsync();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithRouteTimeout(RouteTimeout.ToString()).WithUpstream(upstream.Address));
        using var socket = new ClientWebSocket();
        using var timeout = new CancellationTokenSource(Lines.Bound);

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{proxy.Ports[0]}/chat"), timeout.Token);
        await Task.Delay(RouteTimeout * 2, timeout.Token); // The wait is the subject of this test: the route's timeout passes.
        await socket.SendAsync(Encoding.ASCII.GetBytes("hi"), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);

        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, timeout.Token);
        Assert.Equal("hi", Encoding.ASCII.GetString(buffer, 0, received.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
        Assert.Equal("101", (await proxy.Collector.TakeAsync()).Tags["http.status_code"]);
    }
}
