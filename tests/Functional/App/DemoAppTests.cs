using System.Net;
using System.Text.RegularExpressions;
using ZipkinMesh.App;
using ZipkinMesh.App.Options;

namespace ZipkinMesh.Tests.App;

public sealed partial class DemoAppTests : IAsyncLifetime
{
    private readonly Lines _output = new();
    private readonly HttpClient _client = new();
    private readonly DemoApp _app;

    public DemoAppTests() => _app = new DemoApp(new AppOptions { ServiceName = "2", Port = 0 }, _output, TextWriter.Null);

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client.BaseAddress = _app.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _output.DisposeAsync();
    }

    [Theory]
    [InlineData("/service/1")]
    [InlineData("/service/2?a=b")]
    [InlineData("/trace/1")]
    [InlineData("/trace/any%20thing")]
    public async Task Get_KnownPath_ReturnsGreeting(string path)
    {
        using var response = await _client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Matches(Greeting(), body);
        Assert.Contains($"hostname: {Dns.GetHostName()} ", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_KnownPath_ReturnsHeadersOfGetWithoutBody()
    {
        using var get = await _client.GetAsync("/trace/1", Cancel);
        using var head = await _client.SendAsync(new(HttpMethod.Head, "/trace/1"), Cancel);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("OPTIONS", "/trace/1", 200)]
    [InlineData("OPTIONS", "/service/1", 200)]
    [InlineData("POST", "/trace/1", 405)]
    [InlineData("DELETE", "/service/1", 405)]
    public async Task OtherMethod_KnownPath_ReturnsAllowHeader(string method, string path, int status)
    {
        using var response = await _client.SendAsync(new(new HttpMethod(method), path), Cancel);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow.Order());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/trace")]
    [InlineData("GET", "/trace/")]
    [InlineData("GET", "/trace/1/")]
    [InlineData("GET", "/trace/1/2")]
    [InlineData("GET", "/Trace/1")]
    [InlineData("GET", "//trace/1")]
    [InlineData("GET", "/services/1")]
    [InlineData("POST", "/other")]
    public async Task Request_UnknownPath_Returns404(string method, string path)
    {
        using var response = await _client.SendAsync(new(new HttpMethod(method), new Uri(_app.Address.OriginalString + path)), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Contains("<a href=\"/trace/1\">", body, StringComparison.Ordinal);
        Assert.Contains("service 2", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_UnknownPath_ReturnsNoBody()
    {
        using var response = await _client.SendAsync(new(HttpMethod.Head, "/"), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(100, HttpStatusCode.InternalServerError)]
    public async Task Get_ErrorPercent_DecidesOnTheStatus(int percent, HttpStatusCode status)
    {
        await using var app = new DemoApp(new AppOptions { ServiceName = "2", Port = 0, ErrorPercent = percent, MaxDelay = 1 }, _output, TextWriter.Null);
        await app.StartAsync();

        using var response = await _client.GetAsync(new Uri(app.Address, "/trace/1"), Cancel);

        Assert.Equal(status, response.StatusCode);
        await _output.WaitForAsync($"\"GET /trace/1 HTTP/1.1\" {(int)status} -");
    }

    [Fact]
    public async Task Request_AnyMethod_IsLoggedInOneLine()
    {
        await _client.GetAsync("/trace/a%20b?c=d", Cancel);
        await _client.SendAsync(new(HttpMethod.Post, "/trace/1"), Cancel);
        await _output.WaitForAsync("POST");

        Assert.Collection(
            _output.All,
            line => Assert.Matches(@"^127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d\] ""GET /trace/a%20b\?c=d HTTP/1\.1"" 200 -$", line),
            line => Assert.EndsWith(@" ""POST /trace/1 HTTP/1.1"" 405 -", line, StringComparison.Ordinal));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"\AHello from behind Envoy \(service 2\)! hostname: \S+ resolvedhostname: [0-9a-f.:]+\n\z")]
    private static partial Regex Greeting();
}
