namespace ZipkinMesh.Tests.Zipkin;

public sealed class EmbeddedPageTests : IAsyncLifetime
{
    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData("/zipkin/")]
    [InlineData("/zipkin/index.html")]
    [InlineData("/zipkin/dependency")]
    [InlineData("/zipkin/traces/463ac35c9f6413ad")]
    [InlineData("/zipkin/?serviceName=service1")]
    public async Task Get_View_IsTheIndexAndKeepsToItsOwnFiles(string path)
    {
        using var response = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("<!doctype html>", await _zipkin.OkAsync(path), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.Null(response.Headers.ETag);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("/", "/zipkin/")]
    [InlineData("/zipkin", "/zipkin/")]
    [InlineData("/zipkin?serviceName=a%20b", "/zipkin/?serviceName=a%20b")]
    public async Task Get_Root_LeadsToThePage(string path, string location)
    {
        using var response = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(302, (int)response.StatusCode);
        Assert.Equal(location, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/zipkin/nothing.js")]
    [InlineData("/zipkin/traces/")]
    [InlineData("/zipkin/traces/a1/b1")]
    [InlineData("/zipkin/dependencies")]
    [InlineData("/index.html")]
    [InlineData("/zipkin/../zipkin.dll")]
    public async Task Get_Other_IsNotFound(string path) => Assert.Equal((404, "404 Not Found"), await _zipkin.GetAsync(path));

    [Theory]
    [InlineData("POST", "/zipkin/")]
    [InlineData("DELETE", "/api/v2/spans")]
    [InlineData("POST", "/zipkin/api/v2/spans")]
    public async Task OtherMethod_KnownPath_IsNotAllowed(string method, string path)
    {
        using var response = await _zipkin.Client.SendAsync(new(new HttpMethod(method), path), TestContext.Current.CancellationToken);

        Assert.Equal(405, (int)response.StatusCode);
    }

    [Fact]
    public async Task Preflight_OtherOrigin_IsAllowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v2/spans");
        request.Headers.Add("Origin", "http://example.com");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await _zipkin.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }
}
