using Grpc.Core;
using ZipkinMesh.Tests.Support.Calls;

namespace ZipkinMesh.Tests.Proxy.Http2;

/// <summary>Makes gRPC calls with .NET's client and server through a proxy of each role.</summary>
public abstract class GrpcCallTests : ProxyTests
{
    private protected abstract ProxyRole Role { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Route => $"ReverseProxy:Routes:{Role.Cluster}";

    [Fact]
    public async Task Unary_HeadersAndTrailers_AreForwardedAndSpanHasTags()
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(server);
        using var client = new CallClient(proxy.Ports[0]);

        using var call = client.Unary("hello", new CallOptions(new Metadata { { "x-in", "value" } }, DateTime.UtcNow.AddMinutes(1)));

        Assert.Equal("hello", await call);
        Assert.Equal("value", (await call.ResponseHeadersAsync).GetValue("x-out"));
        Assert.Equal("value", call.GetTrailers().GetValue("x-trailer"));
        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal(("200", "-", "HTTP/2", "POST"), (tags["http.status_code"], tags["response_flags"], tags["http.protocol"], tags["http.method"]));
        Assert.Equal(("/mesh.test.Calls/Unary", $"127.0.0.1:{proxy.Ports[0]}", "application/grpc"), (tags["grpc.path"], tags["grpc.authority"], tags["grpc.content_type"]));
        Assert.Equal(("0", false, false), (tags["grpc.status_code"], tags.ContainsKey("grpc.message"), tags.ContainsKey("error")));
        Assert.Matches("^[0-9]+[mSMu]$", tags["grpc.timeout"]);
        Assert.Equal(("10", "10"), (tags["request_size"], tags["response_size"]));
    }

    [Fact]
    public async Task Streams_OfEachKind_AreForwardedAtOnce()
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(server);
        using var client = new CallClient(proxy.Ports[0]);

        using var collect = client.Collect();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await collect.RequestStream.WriteAsync(text, Cancel);
        }

        await collect.RequestStream.CompleteAsync();
        Assert.Equal("abc", await collect);

        using var list = client.List(100);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await list.ResponseStream.ReadAllAsync(Cancel).ToArrayAsync(Cancel));

        // Each text comes back before the next one is sent.
        using var echo = client.Echo();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await echo.RequestStream.WriteAsync(text, Cancel);
            Assert.True(await echo.ResponseStream.MoveNext(Cancel));
            Assert.Equal(text, echo.ResponseStream.Current);
        }

        await echo.RequestStream.CompleteAsync();
        Assert.False(await echo.ResponseStream.MoveNext(Cancel));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("0", (await proxy.Collector.TakeAsync()).Tags["grpc.status_code"]);
        }
    }

    [Fact]
    public async Task Message_Large_IsForwarded()
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(server);
        using var client = new CallClient(proxy.Ports[0]);
        var message = new string('m', 20 * 1024 * 1024);

        Assert.Equal(message, await client.Unary(message));

        Assert.Equal($"{message.Length + 5}", (await proxy.Collector.TakeAsync()).Tags["response_size"]);
    }

    [Fact]
    public async Task Call_Canceled_ServerIsToldAndSpanHasFlagDR()
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(server);
        using var client = new CallClient(proxy.Ports[0]);
        using var cancel = new CancellationTokenSource();

        using var echo = client.Echo();
        await echo.RequestStream.WriteAsync("a", Cancel);
        Assert.True(await echo.ResponseStream.MoveNext(Cancel));
        var failure = client.FailAsync("wait", new CallOptions(cancellationToken: cancel.Token));
        await server.Service.Waiting.WaitAsync(Lines.Bound, Cancel);
        await cancel.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await failure).StatusCode);
        await server.Service.Canceled.WaitAsync(Lines.Bound, Cancel);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("0", "DR", "true"), (span.Tags["http.status_code"], span.Flags, span.Tags["error"]));
        Assert.False(span.Tags.ContainsKey("grpc.status_code"));

        await echo.RequestStream.CompleteAsync();
        Assert.False(await echo.ResponseStream.MoveNext(Cancel));
        Assert.Equal("-", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Call_ClientDisconnects_SpanHasFlagDC()
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(server);
        using (var connection = await RawConnection.OpenAsync(proxy.Ports[0]))
        {
            await connection.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            await connection.WriteAsync(Http2Frame.Text(Http2Frame.Create(Http2Frame.Settings, 0, 0, [])));
            await connection.WriteAsync(Http2Frame.Text(Http2Frame.Headers(
                1, false, (":method", "POST"), (":scheme", "http"), (":path", "/mesh.test.Calls/Echo"), (":authority", "mesh.test"), ("content-type", "application/grpc"), ("te", "trailers"))));
            await server.Service.Echoing.WaitAsync(Lines.Bound, Cancel);
        }

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("DC", "true"), (span.Flags, span.Tags["error"]));
    }

    [Fact]
    public async Task Deadline_Passes_CallFailsAndSpanHasTimeout()
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(server);
        using var client = new CallClient(proxy.Ports[0]);

        var failure = await client.FailAsync("wait", new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(300)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal("true", tags["error"]);
        Assert.Matches("^[0-9]+[mu]$", tags["grpc.timeout"]);
    }

    [Theory]
    [InlineData(StatusCode.Cancelled, false)]
    [InlineData(StatusCode.Unknown, true)]
    [InlineData(StatusCode.InvalidArgument, false)]
    [InlineData(StatusCode.DeadlineExceeded, true)]
    [InlineData(StatusCode.NotFound, false)]
    [InlineData(StatusCode.AlreadyExists, false)]
    [InlineData(StatusCode.PermissionDenied, false)]
    [InlineData(StatusCode.ResourceExhausted, true)]
    [InlineData(StatusCode.FailedPrecondition, false)]
    [InlineData(StatusCode.Aborted, false)]
    [InlineData(StatusCode.OutOfRange, false)]
    [InlineData(StatusCode.Unimplemented, true)]
    [InlineData(StatusCode.Internal, true)]
    [InlineData(StatusCode.Unavailable, true)]
    [InlineData(StatusCode.DataLoss, true)]
    [InlineData(StatusCode.Unauthenticated, false)]
    public async Task Status_Any_IsForwardedAndTagged(StatusCode code, bool isError)
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(server);
        using var client = new CallClient(proxy.Ports[0]);

        var failure = await client.FailAsync($"status {(int)code} größer");

        Assert.Equal((code, "größer"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal([1, 2, 3], failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal(($"{(int)code}", "gr%C3%B6%C3%9Fer", "200"), (tags["grpc.status_code"], tags["grpc.message"], tags["http.status_code"]));
        Assert.Equal(isError, tags.ContainsKey("error"));
    }

    [Fact]
    public async Task Upstream_IsDown_ReplyIsUnavailable()
    {
        var proxy = await StartAsync(Setup($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));
        using var client = new CallClient(proxy.Ports[0]);

        var failure = await client.FailAsync("hello");

        const string Message = "upstream connect error or disconnect/reset before headers. reset reason: remote connection failure";
        Assert.Equal((StatusCode.Unavailable, Message), (failure.StatusCode, failure.Status.Detail));
        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal(("200", "14", Message, "UF", "true"), (tags["http.status_code"], tags["grpc.status_code"], tags["grpc.message"], tags["response_flags"], tags["error"]));
    }

    [Fact]
    public async Task Route_IsMissing_ReplyIsUnimplementedInHeadersOnly()
    {
        var proxy = await StartAsync(Setup("http://127.0.0.1:1").With($"{Route}:Metadata:Prefix", "/other"));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{proxy.Ports[0]}/mesh.test.Calls/Unary") { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc+proto");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal((200, "12"), ((int)response.StatusCode, response.Headers.GetValues("grpc-status").Single()));
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.ToString());
        Assert.Equal((false, ""), (response.Headers.Contains("grpc-message"), await response.Content.ReadAsStringAsync(Cancel)));
        Assert.Empty(response.TrailingHeaders);
        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal(("12", "NR", "true", "0"), (tags["grpc.status_code"], tags["response_flags"], tags["error"], tags["response_size"]));
    }

    [Fact]
    public async Task Timeout_OfRoute_ReplyIsUnavailable()
    {
        await using var server = await CallServer.StartAsync();
        var proxy = await StartAsync(Setup(server.Address).With($"{Route}:Timeout", "00:00:00.200"));
        using var client = new CallClient(proxy.Ports[0]);

        var failure = await client.FailAsync("wait");

        Assert.Equal((StatusCode.Unavailable, "upstream request timeout"), (failure.StatusCode, failure.Status.Detail));
        await server.Service.Canceled.WaitAsync(Lines.Bound, Cancel);
        Assert.Equal("UT", (await proxy.Collector.TakeAsync()).Flags);
    }

    private Task<ProxyEnvironment> StartAsync(CallServer server) => StartAsync(Setup(server.Address));

    private ProxySetup Setup(string upstream) => new ProxySetup(Role)
        .With($"ReverseProxy:Clusters:{Role.Cluster}:HttpRequest:Version", "2")
        .With($"{Route}:Metadata:Prefix", "/")
        .WithUpstream(upstream);
}
