using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class UiTests : IAsyncLifetime
{
    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData("/zipkin/")]
    [InlineData("/zipkin/index.html")]
    [InlineData("/zipkin/dependency")]
    [InlineData("/zipkin/statistics")]
    [InlineData("/zipkin/comparison")]
    [InlineData("/zipkin/compare/463ac35c9f6413ad/463ac35c9f6413ae")]
    [InlineData("/zipkin/traceViewer")]
    [InlineData("/zipkin/traces/463ac35c9f6413ad")]
    [InlineData("/zipkin/?serviceName=service1")]
    public async Task Get_View_ReturnsTheIndexWithASecurityPolicy(string path)
    {
        using var response = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("<!doctype html>", await _zipkin.OkAsync(path), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("max-age=60", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("/", "/zipkin/")]
    [InlineData("/zipkin", "/zipkin/")]
    [InlineData("/zipkin?serviceName=a%20b", "/zipkin/?serviceName=a%20b")]
    [InlineData("/favicon.ico", "/zipkin/favicon.ico")]
    public async Task Get_Root_RedirectsToThePage(string path, string location)
    {
        using var response = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(302, (int)response.StatusCode);
        Assert.Equal(location, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/zipkin/favicon.ico")]
    [InlineData("/zipkin/favicon.svg")]
    public async Task Get_Favicon_ReturnsAnImage(string path)
    {
        using var response = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("/zipkin/", "max-age=60")]
    [InlineData("/zipkin/app.js", "no-cache")]
    public async Task Get_UnchangedFile_Returns304(string path, string cache)
    {
        using var first = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _zipkin.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(304, (int)second.StatusCode);
        Assert.Equal(cache, second.Headers.CacheControl?.ToString());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_Config_ReturnsTheDefaults()
    {
        using var response = await _zipkin.Client.GetAsync("/zipkin/config.json", TestContext.Current.CancellationToken);

        Assert.Equal("max-age=600", response.Headers.CacheControl?.ToString());
        Assert.Equal(
            """
            {"environment":"","queryLimit":10,"defaultLookback":900000,"searchEnabled":true,"logsUrl":null,"supportUrl":null,
            "archivePostUrl":null,"archiveUrl":null,"dependency":{"enabled":true,"lowErrorRate":0.5,"highErrorRate":0.75}}
            """.ReplaceLineEndings(""),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_Index_PreloadsAllModules()
    {
        var html = await _zipkin.OkAsync("/zipkin/");
        string[] modules = [.. Regex.Matches(html, "<link rel=\"modulepreload\" href=\"([^\"]+)\">").Select(match => match.Groups[1].Value)];

        Assert.Contains("/zipkin/app.js", modules);
        foreach (var module in modules)
        {
            var text = await _zipkin.OkAsync(module);
            var imports = Regex.Matches(text, "from '([^']+)'").Select(match => new Uri(new Uri("http://x" + module), match.Groups[1].Value).AbsolutePath);
            Assert.Empty(imports.Except(modules));
        }
    }

    [Theory]
    [InlineData("/zipkin/nothing.js")]
    [InlineData("/zipkin/traces/")]
    [InlineData("/zipkin/traces/a1/b1")]
    [InlineData("/zipkin/dependencies")]
    [InlineData("/index.html")]
    [InlineData("/zipkin/../zipkin.dll")]
    public async Task Get_UnknownPath_IsNotFound(string path) => Assert.Equal((404, "404 Not Found"), await _zipkin.GetAsync(path));

    [Theory]
    [InlineData("POST", "/zipkin/")]
    [InlineData("DELETE", "/api/v2/spans")]
    [InlineData("POST", "/zipkin/api/v2/spans")]
    public async Task WrongMethod_KnownPath_IsNotAllowed(string method, string path)
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
