using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Tests.Proxy.Http2;

/// <summary>Tests the forwarding of requests to upstreams that speak HTTP/2.</summary>
public sealed class UpstreamHttp2Tests : ProxyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_FromHttp1_HeadersAreThoseOfHttp2()
    {
        var received = new Dictionary<string, string>();
        await using var upstream = await Http2App.StartAsync(context =>
        {
            received = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => $"{header.Value}");
            received["protocol"] = context.Request.Protocol;
            return Task.CompletedTask;
        });
        var proxy = await StartAsync(Setup(upstream));

        var response = await proxy.GetAsync("/", "TE: gzip, trailers", "Connection: TE, X-Hop", "X-Hop: 1", "Keep-Alive: 5", "A: b", "Cookie: c=d");

        Assert.Equal("200", response.Status);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("HTTP/2", "mesh.test", "trailers"), (received["protocol"], received["host"], received["te"]));
        Assert.Equal(("b", "c=d", span.TraceId), (received["a"], received["cookie"], received["x-b3-traceid"]));
        Assert.DoesNotContain(received.Keys, name => name is "connection" or "x-hop" or "keep-alive" or "transfer-encoding" or "upgrade");
    }

    [Fact]
    public async Task Bodies_OfRequestAndResponse_FlowAtTheSameTime()
    {
        await using var upstream = await Http2App.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        var proxy = await StartAsync(Setup(upstream));
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nTransfer-Encoding: chunked\r\n\r\n");
        await connection.ReadResponseHeadAsync();
        foreach (var chunk in new[] { "1\r\na\r\n", "1\r\nb\r\n", "1\r\nc\r\n" })
        {
            await connection.WriteAsync(chunk);
            Assert.Equal(chunk, await connection.ReadTextAsync(chunk.Length));
        }

        await connection.WriteAsync("0\r\n\r\n");
        Assert.Equal("0\r\n\r\n", await connection.ReadTextAsync(5));
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("3", "3", "-"), (span.Tags["request_size"], span.Tags["response_size"], span.Flags));
    }

    [Fact]
    public async Task Response_BeforeEndOfRequest_IsForwardedAndEndsTheRequest()
    {
        await using var upstream = await Http2App.StartAsync(context =>
        {
            context.Response.StatusCode = 413;
            return Task.CompletedTask;
        });
        var proxy = await StartAsync(Setup(upstream));

        var response = await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 1000\r\n\r\nbegin");

        Assert.Equal(("413", "close"), (response.Status, response["connection"]));
        Assert.Equal("-", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Trailers_OfResponse_AreForwardedToHttp2AndRecorded(string version)
    {
        await using var upstream = await Http2App.StartAsync(async context =>
        {
            await context.Response.WriteAsync("ok", context.RequestAborted);
            context.Response.AppendTrailer("x-t", "value");
            context.Response.AppendTrailer("grpc-status", "13");
            context.Response.AppendTrailer("grpc-message", "bad");
        });
        var proxy = await StartAsync(Setup(upstream));
        using var client = new HttpClient();

        using var response = await client.SendAsync(Request(proxy, version), Cancel);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(version == "2.0" ? ["value"] : [], response.TrailingHeaders.NonValidated.Where(trailer => trailer.Key == "x-t").Select(trailer => trailer.Value.ToString()));
        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal(("13", "bad", "true"), (tags["grpc.status_code"], tags["grpc.message"], tags["error"]));
        Assert.False(tags.ContainsKey("grpc.path"));
    }

    [Fact]
    public async Task Response_Truncated_StreamOfHttp2ClientIsReset()
    {
        await using var upstream = await Http2App.StartAsync(async context =>
        {
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });
        var proxy = await StartAsync(Setup(upstream));
        using var client = new HttpClient();

        using var response = await client.SendAsync(Request(proxy, "2.0"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancel));

        const long InternalError = 2;
        Assert.Equal(InternalError, (failure as HttpProtocolException ?? failure.InnerException as HttpProtocolException)?.ErrorCode);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("200", "UR"), (span.Tags["http.status_code"], span.Flags));
    }

    [Fact]
    public async Task Limit_OfConnections_DoesNotLimitRequests()
    {
        using var all = new CountdownEvent(3);
        await using var upstream = await Http2App.StartAsync(async context =>
        {
            all.Signal();
            await Task.Run(() => all.Wait(context.RequestAborted), context.RequestAborted);
        });
        var proxy = await StartAsync(Setup(upstream).With("ReverseProxy:Clusters:service1:Metadata:MaxConnections", "1"));

        var responses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => proxy.GetAsync("/")));

        Assert.All(responses, response => Assert.Equal("200", response.Status));
        for (var i = 0; i < 3; i++)
        {
            await proxy.Collector.TakeAsync();
        }
    }

    [Fact]
    public async Task Limit_OfRequests_IsReplyWithFlagUO()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Http2App.StartAsync(_ =>
        {
            arrived.TrySetResult();
            return mayEnd.Task;
        });
        var proxy = await StartAsync(Setup(upstream).With("ReverseProxy:Clusters:service1:Metadata:MaxRequests", "1"));
        var first = proxy.GetAsync("/");
        await arrived.Task.WaitAsync(Lines.Bound, Cancel);

        var second = await proxy.GetAsync("/");

        Assert.Equal(("503", "true"), (second.Status, second["x-envoy-overloaded"]));
        Assert.Equal("UO", (await proxy.Collector.TakeAsync()).Flags);
        mayEnd.SetResult();
        Assert.Equal("200", (await first).Status);
        await proxy.Collector.TakeAsync();
    }

    private static HttpRequestMessage Request(ProxyEnvironment proxy, string version) =>
        new(HttpMethod.Get, $"http://127.0.0.1:{proxy.Ports[0]}/") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static ProxySetup Setup(Http2App upstream) =>
        new ProxySetup(ProxyRole.Front).With("ReverseProxy:Clusters:service1:HttpRequest:Version", "2").WithUpstream(upstream.Address);
}
