using System.Net;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests which pages of a browser may use the API.</summary>
public sealed class OriginTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("*", "https://any.example", "*")]
    [InlineData("*", "null", "*")]
    [InlineData("https://a.example, https://b.example", "https://b.example", "https://b.example")]
    [InlineData("https://a.example", "https://b.example", null)]
    [InlineData("https://a.example", "https://a.example:8443", null)]
    [InlineData("https://a.example", "null", null)]
    public async Task Get_WithOrigin_IsReadableForAllowedOriginsOnly(string allowed, string origin, string? header)
    {
        await using var zipkin = await RunningZipkin.StartAsync($"ZIPKIN_HTTP_ALLOWED_ORIGINS={allowed}");

        using var response = await SendAsync(zipkin, HttpMethod.Get, origin);
        using var preflight = await SendAsync(zipkin, HttpMethod.Options, origin);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(header, AllowedOrigin(response));
        Assert.Equal(header is null ? HttpStatusCode.Forbidden : HttpStatusCode.OK, preflight.StatusCode);
        Assert.Equal(header, AllowedOrigin(preflight));
        Assert.Equal(allowed != "*", response.Headers.Vary.Contains("origin"));
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("127.0.0.1:1234", 200)]
    [InlineData("127.8.9.10", 200)]
    [InlineData("[::1]:9411", 200)]
    [InlineData("rebound.example", 403)]
    [InlineData("rebound.example:9411", 403)]
    [InlineData("localhost.rebound.example", 403)]
    [InlineData("127.0.0.1.rebound.example", 403)]
    [InlineData("128.0.0.1", 403)]
    public async Task Get_LoopbackAddress_AllowsLocalHostsOnly(string host, int status)
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        foreach (var path in new[] { "/api/v2/services", "/zipkin/", "/health" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var response = await zipkin.Client.SendAsync(request, Cancel);

            Assert.Equal(status, (int)response.StatusCode);
            if (status == 403)
            {
                Assert.Equal(
                    $"Host '{host}' is not allowed on a loopback address; allowed: localhost, 127.0.0.0/8, [::1]",
                    await response.Content.ReadAsStringAsync(Cancel));
            }
        }
    }

    [Fact]
    public async Task Get_AllAddresses_AllowsAnyHost()
    {
        await using var zipkin = await RunningZipkin.StartAsync("urls=http://*:0");
        var port = zipkin.Client.BaseAddress!.Port;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/health");
        request.Headers.Host = "zipkin.example";
        using var client = new HttpClient();
        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningZipkin zipkin, HttpMethod method, string origin)
    {
        using var request = new HttpRequestMessage(method, "/api/v2/services");
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "GET");
        }

        return await zipkin.Client.SendAsync(request, Cancel);
    }

    private static string? AllowedOrigin(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
}
