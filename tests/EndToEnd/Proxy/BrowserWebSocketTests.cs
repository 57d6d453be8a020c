using ZipkinMesh.Tests.Page;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests that a browser's WebSocket passes the front proxy, as a process.</summary>
public sealed class BrowserWebSocketTests(Browser browser)
{
    private const string SendAndReceive = """
        url => new Promise((resolve, reject) => {
            const socket = new WebSocket(url);
            socket.onopen = () => socket.send('hi');
            socket.onmessage = event => { socket.close(); resolve(event.data); };
            socket.onerror = () => reject(new Error('The WebSocket failed.'));
        })
        """;

    [Fact]
    public async Task WebSocket_FromBrowser_ExchangesMessagesAndIsTraced()
    {
        var context = await browser.OpenContextAsync(new());
        await using var upstream = await EchoServer.StartAsync();
        await using var collector = new FakeCollector();
        var port = Scratch.FreePorts(1)[0];
        using var program = await FrontProxyProcess.StartAsync(port, [upstream.Address], collector.Address);
        var page = await context.NewPageAsync();

        Assert.Equal("hi", await page.EvaluateAsync<string>(SendAndReceive, $"ws://127.0.0.1:{port}/chat"));

        Assert.Equal("101", (await collector.TakeAsync()).Tags["http.status_code"]);
        await context.CloseAsync();
    }
}
