namespace ZipkinMesh.Tests.Zipkin;

public sealed class DependenciesTests : IAsyncLifetime
{
    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Fact]
    public async Task Get_MeshWithSharedSpans_CountsOneCallPerHop()
    {
        await _zipkin.GivenAsync(Trace(
            Span("a", null, "CLIENT", "front-proxy"),
            Span("a", null, "SERVER", "service1", ",\"shared\":true"),
            Span("b", "a", "CLIENT", "service1"),
            Span("b", "a", "SERVER", "service2", ",\"shared\":true")));

        await AssertLinksAsync(
            """{"parent":"front-proxy","child":"service1","callCount":1},{"parent":"service1","child":"service2","callCount":1}""");
    }

    [Fact]
    public async Task Get_ServerWithOwnId_ErrorOfEitherSideCounts()
    {
        await _zipkin.GivenAsync(Trace(Span("a", null, "CLIENT", "front", ",\"tags\":{\"error\":\"\"}"), Span("b", "a", "SERVER", "back")));

        await AssertLinksAsync("""{"parent":"front","child":"back","callCount":1,"errorCount":1}""");
    }

    [Fact]
    public async Task Get_ServerDoesNotReport_LinkUsesTheClientsRemoteEndpoint()
    {
        await _zipkin.GivenAsync(Trace(Span("a", null, "CLIENT", "front", ",\"remoteEndpoint\":{\"serviceName\":\"db\"}")));

        await AssertLinksAsync("""{"parent":"front","child":"db","callCount":1}""");
    }

    [Fact]
    public async Task Get_MessagesThroughABroker_LinkProducerAndConsumerToIt()
    {
        await _zipkin.GivenAsync(Trace(
            Span("a", null, "PRODUCER", "shop", ",\"remoteEndpoint\":{\"serviceName\":\"kafka\"}"),
            Span("b", "a", "CONSUMER", "mail", ",\"remoteEndpoint\":{\"serviceName\":\"kafka\"}")));

        await AssertLinksAsync("""{"parent":"shop","child":"kafka","callCount":1},{"parent":"kafka","child":"mail","callCount":1}""");
    }

    [Fact]
    public async Task Get_ParentsFormACycle_ReturnsNoLinks()
    {
        await _zipkin.GivenAsync(Trace(Span("a", "b", "SERVER", "front"), Span("b", "a", "SERVER", "back")));

        await AssertLinksAsync("");
    }

    [Fact]
    public async Task Get_OutsideTheWindow_ReturnsNoLinks()
    {
        await _zipkin.GivenAsync(Trace(Span("a", null, "CLIENT", "front"), Span("b", "a", "SERVER", "back")));

        Assert.Equal("[]", await _zipkin.OkAsync("/api/v2/dependencies?endTs=999"));
    }

    private static string Trace(params string[] spans) => $"[{string.Join(',', spans)}]";

    private static string Span(string id, string? parent, string kind, string service, string more = "") =>
        $"{{\"traceId\":\"1\",\"id\":\"{id}\",\"parentId\":{(parent is null ? "null" : $"\"{parent}\"")},\"kind\":\"{kind}\",\"timestamp\":1000000,"
        + $"\"localEndpoint\":{{\"serviceName\":\"{service}\"}}{more}}}";

    private async Task AssertLinksAsync(string links) => Assert.Equal($"[{links}]", await _zipkin.OkAsync("/api/v2/dependencies?endTs=2000"));
}
