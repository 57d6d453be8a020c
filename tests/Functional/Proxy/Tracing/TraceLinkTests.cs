using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests the address of a request's trace in the headers of the response.</summary>
public sealed class TraceLinkTests : ProxyTests
{
    private const string Header = "x-trace-url";
    private const string ServerTiming = "server-timing";

    private static ProxySetup Setup => new ProxySetup(ProxyRole.Front)
        .With("Tracing:TraceUrl", "http://zipkin.test/traces/{traceId}")
        .With("Tracing:TraceUrlHeader", Header);

    [Fact]
    public async Task Response_OfTracedRequest_HasTheAddressOfItsTrace()
    {
        var proxy = await StartAsync(Setup);

        var (_, response, span) = await proxy.TraceAsync();

        AssertLinked(response, span.TraceId);
    }

    [Fact]
    public async Task Response_OfFailedUpstream_HasTheAddressOfItsTrace()
    {
        var proxy = await StartAsync(Setup.WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        var response = await proxy.GetAsync("/trace/1");

        Assert.Equal("503", response.Status);
        AssertLinked(response, (await proxy.Collector.TakeAsync()).TraceId);
    }

    [Fact]
    public async Task Response_UpstreamHasSuchHeaders_KeepsItsTimingsAndReplacesItsAddress()
    {
        var proxy = await StartAsync(Setup);
        proxy.Upstream.Handler = RawServer.Raw(
            $"HTTP/1.1 200 OK\r\n{Header}: http://other.test/\r\nServer-Timing: db;dur=53\r\nContent-Length: 0\r\n\r\n");

        var (_, response, span) = await proxy.TraceAsync();

        Assert.Equal([$"http://zipkin.test/traces/{span.TraceId}"], response.All(Header));
        Assert.Equal(["db;dur=53", $"trace;desc=\"http://zipkin.test/traces/{span.TraceId}\""], response.All(ServerTiming));
    }

    [Fact]
    public async Task Response_RequestNotSampled_HasNoAddress()
    {
        var proxy = await StartAsync(Setup.With("Tracing:RandomSampling", "0"));

        var response = await proxy.GetAsync("/trace/1");

        Assert.Equal("200", response.Status);
        Assert.Empty(response.Names(Header));
        Assert.Empty(response.Names(ServerTiming));
    }

    [Fact]
    public async Task Response_WithoutTheOption_HasNoAddress()
    {
        var proxy = await StartAsync(Setup.With("Tracing:TraceUrlHeader", null));

        var (_, response, _) = await proxy.TraceAsync();

        Assert.Empty(response.Names(Header));
        Assert.Empty(response.Names(ServerTiming));
    }

    [Theory]
    [InlineData("x trace", "http://zipkin.test/{traceId}", "Tracing:TraceUrlHeader: 'x trace' is not allowed; allowed: empty, or the name of a header, such as x-trace-url")]
    [InlineData("x-trace-url", null, "Tracing:TraceUrl: missing; required: the address of a trace's page, for Tracing:TraceUrlHeader")]
    public async Task Start_InvalidOptions_Fails(string header, string? url, string line) => Assert.Equal(
        line,
        (await Assert.ThrowsAsync<SettingException>(Setup.With("Tracing:TraceUrlHeader", header).With("Tracing:TraceUrl", url).StartAsync)).Message);

    private static void AssertLinked(RawMessage response, string traceId)
    {
        Assert.Equal($"http://zipkin.test/traces/{traceId}", response[Header]);
        Assert.Equal($"trace;desc=\"http://zipkin.test/traces/{traceId}\"", response[ServerTiming]);
    }
}
