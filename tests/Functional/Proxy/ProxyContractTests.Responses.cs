using System.Globalization;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the headers of responses.</summary>
public abstract partial class ProxyContractTests
{
    [Fact]
    public async Task Response_FromUpstream_HasUpstreamServiceTime()
    {
        var proxy = await StartAsync();

        var (_, response, span) = await proxy.TraceAsync();

        Assert.Equal("hello\n", response.Body);
        Assert.InRange(long.Parse(response["x-envoy-upstream-service-time"]!, NumberStyles.None, CultureInfo.InvariantCulture), 0, (span.Duration / 1000) + 1);
        Assert.Equal("yarp", response["server"]);
        Assert.NotNull(response["date"]);
    }

    [Fact]
    public async Task Response_Headers_AreForwardedWithoutHopByHop()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Raw(
            "HTTP/1.1 201 Very Good\r\nServer: theirs\r\nKeep-Alive: timeout=5\r\nProxy-Connection: x\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
            + "x-envoy-upstream-service-time: 9999999\r\nETag: \"x\"\r\nContent-Length: 0\r\n\r\n");

        var (_, response, _) = await proxy.TraceAsync();

        Assert.Equal("201", response.Status);
        Assert.Equal(["a=1", "b=2"], response.All("set-cookie"));
        Assert.Equal("\"x\"", response["etag"]);
        Assert.Equal("yarp", response["server"]);
        Assert.NotEqual("9999999", response["x-envoy-upstream-service-time"]);
        Assert.All(["keep-alive", "proxy-connection", "connection"], name => Assert.Null(response[name]));
    }

    [Fact]
    public async Task Response_HeadersFromRequest_HaveForwardedValues()
    {
        var proxy = await StartAsync(Setup.With($"ReverseProxy:Routes:{Role.Cluster}:Metadata:ResponseHeadersFromRequest", "x-b3-traceid, x-request-id, absent"));

        var (request, response, span) = await proxy.TraceAsync($"x-request-id: {Plain}");

        Assert.Equal(span.TraceId, response["x-b3-traceid"]);
        Assert.Equal(request["x-request-id"], response["x-request-id"]);
        Assert.Null(response["absent"]);
    }

    // Observed on Envoy 1.40.
    [Fact]
    public async Task Response_EmptyHeaderFromRequest_IsOmitted()
    {
        var proxy = await StartAsync(Setup.With($"ReverseProxy:Routes:{Role.Cluster}:Metadata:ResponseHeadersFromRequest", "x-b3-traceid, x-request-id"));

        var response = await proxy.GetAsync(Role.Path, "x-b3-traceid:", "x-b3-spanid: a2fb4a1d1a96d312", $"x-request-id: {Plain}");

        Assert.Empty(response.All("x-b3-traceid"));
        Assert.Single(response.All("x-request-id"));
    }

    // Observed on Envoy 1.40: only x-request-id is joined.
    [Fact]
    public async Task Response_UpstreamSendsHeaderFromRequest_HasBothValues()
    {
        var proxy = await StartAsync(Setup.With($"ReverseProxy:Routes:{Role.Cluster}:Metadata:ResponseHeadersFromRequest", "x-b3-traceid, x-request-id"));
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nX-Request-Id: mine\r\nX-B3-TraceId: abc\r\nContent-Length: 0\r\n\r\n");

        var (request, response, span) = await proxy.TraceAsync();

        Assert.Equal([$"mine,{request["x-request-id"]}"], response.All("x-request-id"));
        Assert.Equal(["abc", span.TraceId], response.All("x-b3-traceid"));
    }
}
