namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests <c>TraceContextOption</c>: W3C's trace context beside B3.</summary>
public sealed class TraceContextOptionTests : ProxyTests
{
    private const string Trace = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string B3Trace = "463ac35c9f6413ad";
    private const string Caller = "a2fb4a1d1a96d312";
    private const string TraceParent = $"traceparent: 00-{Trace}-{Caller}-01";
    private const string Single = $"b3: {B3Trace}-{Caller}-1";

    private static readonly string[] Sent = ["x-b3-traceid", "x-b3-spanid", "x-b3-parentspanid", "x-b3-sampled", "traceparent"];
    private static readonly string[] Multiple = [$"X-B3-TraceId: {B3Trace}", $"X-B3-SpanId: {Caller}", "X-B3-Sampled: 1"];

    [Theory]
    [InlineData("UseB3WithW3CPropagation")]
    [InlineData("USE_B3_WITH_W3C_PROPAGATION")]
    public async Task TraceParent_Alone_IsJoined(string option)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Egress).With("Tracing:TraceContextOption", option));

        var (request, _, span) = await proxy.TraceAsync(TraceParent, "tracestate: a=b");

        Assert.Equal((Trace, Caller), (span.TraceId, span.ParentId));
        Assert.Equal($"00-{Trace}-{span.Id}-01", request["traceparent"]);
        Assert.Equal((Trace, span.Id, Caller), (request["x-b3-traceid"], request["x-b3-spanid"], request["x-b3-parentspanid"]));
        Assert.Equal("a=b", request["tracestate"]);
    }

    [Fact]
    public async Task TraceParent_NotSampled_IsNotRecorded()
    {
        var proxy = await StartAsync(Setup());

        var request = await proxy.ForwardAsync(TraceParent[..^1] + "0");

        Assert.Equal("0", request["x-b3-sampled"]);
        Assert.EndsWith("-00", request["traceparent"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0b0001)]
    [InlineData(0b0010)]
    [InlineData(0b0011)]
    [InlineData(0b0100)]
    [InlineData(0b0101)]
    [InlineData(0b0110)]
    [InlineData(0b0111)]
    [InlineData(0b1000)]
    [InlineData(0b1010)]
    [InlineData(0b1111)]
    public async Task Forms_AnyThatCame_NameTheNewSpan(int forms)
    {
        var proxy = await StartAsync(Setup());
        List<string> headers = [];
        headers.AddRange((forms & 1) != 0 ? Multiple : []);
        headers.AddRange((forms & 2) != 0 ? [Single] : []);
        headers.AddRange((forms & 4) != 0 ? [TraceParent] : []);
        headers.AddRange((forms & 8) != 0 ? ["X-B3-ParentSpanId: 0020000000000001"] : []);

        var (request, _, span) = await proxy.TraceAsync([.. headers]);

        var isWide = span.TraceId.Length == 32;
        Assert.Equal($"00-{(isWide ? "" : new string('0', 16))}{span.TraceId}-{span.Id}-01", request["traceparent"]);
        Assert.Equal((forms & 2) != 0 ? $"{span.TraceId}-{span.Id}-1-{span.ParentId}" : null, request["b3"]);
        var isMultiple = (forms & 0b1001) != 0 || (forms & 2) == 0;
        Assert.Equal(isMultiple ? span.TraceId : null, request["x-b3-traceid"]);
        Assert.Equal(isMultiple ? span.Id : null, request["x-b3-spanid"]);
        Assert.Equal(isMultiple ? span.ParentId : null, request["x-b3-parentspanid"]);
    }

    [Fact]
    public async Task ParentSpanId_OfNoSpan_IsRemovedWithB3Alone()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        var (request, _, span) = await proxy.TraceAsync("X-B3-ParentSpanId: 0020000000000001");

        Assert.Null(span.ParentId);
        Assert.Null(request["x-b3-parentspanid"]);
    }

    /// <summary>
    /// A request passes three services, each between its sidecar's ingress and egress: one knows B3 alone, one W3C alone, one both. Each
    /// forwards what it knows, as its own child.
    /// </summary>
    [Fact]
    public async Task Services_OfEveryKind_StayInOneTrace()
    {
        var ingress = await StartAsync(new ProxySetup(ProxyRole.Ingress).With("Tracing:TraceContextOption", "UseB3WithW3CPropagation"));
        var egress = await StartAsync(Setup());
        string[] headers = [];
        string? trace = null;
        string? parent = null;
        foreach (var service in new Func<RawMessage, string[]>[] { B3Service, W3CService, BothService, W3CService, B3Service })
        {
            var (received, _, server) = await ingress.TraceAsync(headers);
            trace ??= received["traceparent"]!.Split('-')[1].TrimStart('0');
            Assert.EndsWith(server.TraceId.TrimStart('0'), trace, StringComparison.Ordinal);
            Assert.Equal(parent, parent is null ? null : server.Id);

            var (sent, _, client) = await egress.TraceAsync(service(received));
            Assert.EndsWith(client.TraceId.TrimStart('0'), trace, StringComparison.Ordinal);
            Assert.NotNull(client.ParentId);
            parent = client.Id;
            headers = [.. Sent.Select(name => $"{name}: {sent[name]}")];
        }
    }

    private static ProxySetup Setup() => new ProxySetup(ProxyRole.Egress).With("Tracing:TraceContextOption", "UseB3WithW3CPropagation");

    private static string[] B3Service(RawMessage request) =>
        [$"X-B3-TraceId: {request["x-b3-traceid"]}", "X-B3-SpanId: 00000000000000b3", $"X-B3-ParentSpanId: {request["x-b3-spanid"]}", $"X-B3-Sampled: {request["x-b3-sampled"]}"];

    private static string[] W3CService(RawMessage request)
    {
        var parts = request["traceparent"]!.Split('-');
        return [$"traceparent: 00-{parts[1]}-00000000000000cc-{parts[3]}"];
    }

    private static string[] BothService(RawMessage request) => [.. B3Service(request), .. W3CService(request)];
}
