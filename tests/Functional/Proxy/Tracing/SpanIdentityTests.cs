namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests the options that decide on the ids and the kind of spans. The expected values were observed on Envoy 1.40.</summary>
public sealed class SpanIdentityTests : ProxyTests
{
    private const string Trace = "463ac35c9f6413ad";
    private const string Caller = "a2fb4a1d1a96d312";

    private static readonly string[] Context = [$"X-B3-TraceId: {Trace}", $"X-B3-SpanId: {Caller}", "X-B3-Sampled: 1"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TraceId128Bit_NewTrace_HasLongIdThatEndsWithTheSpansId(bool isInbound)
    {
        var proxy = await StartAsync(Setup(isInbound).With("Tracing:TraceId128Bit", "true"));

        var (request, _, span) = await proxy.TraceAsync();

        Assert.Equal(32, span.TraceId.Length);
        Assert.EndsWith(span.Id, span.TraceId, StringComparison.Ordinal);
        Assert.NotEqual(new string('0', 16), span.TraceId[..16]);
        Assert.Equal(span.TraceId, request["x-b3-traceid"]);
    }

    [Fact]
    public async Task TraceId128Bit_JoinedTrace_KeepsItsId()
    {
        var proxy = await StartAsync(Setup(isInbound: true).With("Tracing:TraceId128Bit", "true"));

        Assert.Equal(Trace, (await proxy.TraceAsync(Context)).Span.TraceId);
    }

    [Fact]
    public async Task SharedSpanContext_False_IngressSpanIsAChildOfTheCallers()
    {
        var proxy = await StartAsync(Setup(isInbound: true).With("Tracing:SharedSpanContext", "false"));

        var (request, _, span) = await proxy.TraceAsync(Context);

        Assert.Equal(("SERVER", Trace, Caller, null), (span.Kind, span.TraceId, span.ParentId, span.Shared));
        Assert.NotEqual(Caller, span.Id);
        Assert.Equal((span.Id, Caller), (request["x-b3-spanid"], request["x-b3-parentspanid"]));
    }

    [Fact]
    public async Task SplitSpansForRequest_True_OutboundSpanIsASharedServerSpan()
    {
        var proxy = await StartAsync(Setup(isInbound: false).With("Tracing:SplitSpansForRequest", "true"));

        var (request, _, span) = await proxy.TraceAsync(Context);

        Assert.Equal(("SERVER", Trace, Caller, true), (span.Kind, span.TraceId, span.Id, span.Shared));
        Assert.Equal(Caller, request["x-b3-spanid"]);
    }

    [Fact]
    public async Task Listener_OwnOption_TakesThePlaceOfTheGlobalOne()
    {
        var setup = Setup(isInbound: false).With("Tracing:TraceId128Bit", "true").With("Tracing:MaxPathTagLength", "3");
        var proxy = await StartAsync(setup.With($"Listeners:{setup.Role.Listener}:Tracing:TraceId128Bit", "false"));

        var (_, _, span) = await proxy.TraceAsync();

        Assert.Equal(16, span.TraceId.Length);
        Assert.Equal("http://mesh.test" + setup.Role.Path[..Math.Min(3, setup.Role.Path.Length)], span.Tags["http.url"]);
    }

    private static ProxySetup Setup(bool isInbound) => new(isInbound ? ProxyRole.Ingress : ProxyRole.Front);
}
