using ZipkinMesh.Tests.Page;
using ZipkinMesh.Tests.Support.Certificates;

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

    [Theory]
    [InlineData("ws")]
    [InlineData("wss")]
    public async Task WebSocket_FromBrowser_ExchangesMessagesAndIsTraced(string scheme)
    {
        var context = await browser.OpenContextAsync(new() { IgnoreHTTPSErrors = true });
        using var scratch = new Scratch();
        await using var upstream = await EchoServer.StartAsync();
        await using var collector = new FakeCollector();
        var port = Scratch.FreePorts(1)[0];
        using var program = await FrontProxyProcess.StartAsync(
            port, [upstream.Address], collector.Address, scheme == "wss" ? TlsSettings(scratch.Folder) : []);
        var page = await context.NewPageAsync();
        if (scheme == "wss")
        {
            // The WebSocket shares the HTTP/2 connection of the page (RFC 8441).
            await page.GotoAsync($"https://127.0.0.1:{port}/");
        }

        Assert.Equal("hi", await page.EvaluateAsync<string>(SendAndReceive, $"{scheme}://127.0.0.1:{port}/chat"));

        var url = $"{(scheme == "wss" ? "https" : "http")}://127.0.0.1:{port}/chat";
        Dictionary<string, string> tags;
        do
        {
            tags = (await collector.TakeAsync()).Tags;
        }
        while (tags["http.url"] != url);

        Assert.Equal(("101", scheme == "wss" ? "HTTP/2" : "HTTP/1.1"), (tags["http.status_code"], tags["http.protocol"]));
        await context.CloseAsync();
    }

    private static string[] TlsSettings(string folder)
    {
        var files = new TestAuthority().Issue("CN=127.0.0.1", "IP:127.0.0.1").WriteTo(folder, "proxy");
        const string Certificate = "--Listeners:ingress_http:Tls:TlsCertificates:0";
        return [$"{Certificate}:CertificateChain={files.Chain}", $"{Certificate}:PrivateKey={files.Key}"];
    }
}
