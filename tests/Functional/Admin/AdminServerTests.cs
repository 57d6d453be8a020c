using System.Net;
using ZipkinMesh.Tests.Proxy;
using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests what all commands have in common. Statuses and texts were observed on Envoy 1.40.</summary>
public sealed class AdminServerTests : AdminTests
{
    [Fact]
    public async Task Response_Any_HasEnvoysHeaders()
    {
        var proxy = await StartAsync();

        using var response = await SendAsync(proxy, HttpMethod.Get, "/ready");

        Assert.Equal("text/plain; charset=UTF-8", response.Content.Headers.GetValues("Content-Type").Single());
        Assert.Equal("no-cache, max-age=0", string.Join(", ", response.Headers.GetValues("Cache-Control").Single().Split(", ").OrderDescending()));
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/ready/")]
    [InlineData("/READY")]
    public async Task Path_Unknown_Returns404WithTheCommands(string path)
    {
        var proxy = await StartAsync();

        var (status, body) = await GetAsync(proxy, path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.StartsWith("invalid path. admin commands are:\n  /: Admin home page\n", body, StringComparison.Ordinal);
        Assert.Contains("\n  /quitquitquit (POST): exit the server\n", body, StringComparison.Ordinal);
        Assert.Contains("\n      format: File format to use; One of (text, json)\n", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthcheck/fail")]
    [InlineData("/logging?level=off")]
    [InlineData("/runtime_modify?tracing.random_sampling=0")]
    [InlineData("/drain_listeners")]
    [InlineData("/quitquitquit")]
    public async Task Change_Get_Returns405AndChangesNothing(string target)
    {
        var proxy = await StartAsync();

        using var response = await SendAsync(proxy, HttpMethod.Get, target);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("Method GET not allowed, POST required.", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode.OK, "LIVE\n"), await GetAsync(proxy, "/ready"));
    }

    [Theory]
    [InlineData("/ready", true)]
    [InlineData("/ready?x", false)]
    [InlineData("/listeners?format=json", true)]
    [InlineData("/help", false)]
    [InlineData("/nothing", false)]
    public async Task AllowPaths_Set_OthersGet403(string target, bool isAllowed)
    {
        var proxy = await StartAsync(("Admin:AllowPaths", "/ready, /listeners*"));

        var (status, body) = await GetAsync(proxy, target);

        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
        Assert.Equal(!isAllowed, body == $"request to path {target} not allowed");
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Change_CrossSite_Returns403AndChangesNothing(string name, string value)
    {
        var proxy = await StartAsync();

        using var response = await SendAsync(proxy, HttpMethod.Post, "/healthcheck/fail", (name, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "LIVE\n"), await GetAsync(proxy, "/ready"));
    }

    [Fact]
    public async Task Change_FromThePage_IsAllowed()
    {
        var proxy = await StartAsync();
        var origin = proxy.AdminAddress!.GetLeftPart(UriPartial.Authority);

        using var response = await SendAsync(proxy, HttpMethod.Post, "/healthcheck/fail", ("Origin", origin), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:9901", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost:1", true)]
    [InlineData("[::1]:1", true)]
    public async Task Host_Loopback_MustBeLocal(string host, bool isAllowed)
    {
        var proxy = await StartAsync();

        using var response = await SendAsync(proxy, HttpMethod.Get, "/config_dump", ("Host", host));

        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task AccessLog_Request_HasOneLineInEnvoysFormat()
    {
        using var scratch = new Scratch();
        var path = Path.Combine(scratch.Folder, "admin.log");
        var proxy = await StartAsync(("Admin:AccessLogPath", path));

        using (await SendAsync(proxy, HttpMethod.Get, "/nothing?a=%22", ("User-Agent", "a\"b\\c")))
        {
        }

        await proxy.StopAsync();
        Assert.Matches(
            """^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] "GET /nothing\?a=%22 HTTP/1\.1" 404 - 0 \d+ \d+ - "127\.0\.0\.1" "a\\x22b\\c" "-" "127\.0\.0\.1:\d+" "-"\n$""",
            await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ready_WhileDraining_Returns503UntilTheEnd()
    {
        var proxy = await StartAsync(("Drain:DrainTime", "00:00:30"));
        using var connection = await proxy.ConnectAsync();
        await connection.WriteAsync(RawRequest.Get("/"));
        await connection.ReadResponseAsync("GET");
        await proxy.Upstream.TakeAsync();
        await proxy.Collector.TakeAsync();

        var stopping = proxy.StopAsync();
        await proxy.Log.WaitForAsync("Draining");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "DRAINING\n"), await GetAsync(proxy, "/ready"));
        Assert.Contains("\"state\": \"DRAINING\"", (await GetAsync(proxy, "/server_info")).Body, StringComparison.Ordinal);
        connection.Dispose();
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(proxy, "/ready"));
    }
}
