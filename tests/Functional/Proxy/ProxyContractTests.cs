using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Tests the behavior that every proxy has in common, for a front proxy and for both listeners of a sidecar. This part covers which
/// trace a request joins and which context is propagated.
/// </summary>
public abstract partial class ProxyContractTests : ProxyTests
{
    private const string Trace = "463ac35c9f6413ad";
    private const string LongTrace = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string Caller = "a2fb4a1d1a96d312";
    private const string CallersParent = "0020000000000001";

    private protected abstract ProxyRole Role { get; }

    private protected ProxySetup Setup => new(Role);

    private protected Task<ProxyEnvironment> StartAsync() => StartAsync(Setup);

    [Fact]
    public async Task Request_WithoutContext_StartsRootSpan()
    {
        var proxy = await StartAsync();

        var (request, _, span) = await proxy.TraceAsync();

        Assert.Matches(Id(), span.TraceId);
        Assert.Equal(span.TraceId, span.Id);
        Assert.Null(span.ParentId);
        AssertIdentity(span);
        AssertPropagates(request, span);
    }

    [Theory]
    [InlineData(Trace)]
    [InlineData(LongTrace)]
    public async Task Request_MultipleHeaders_JoinsTrace(string trace)
    {
        var proxy = await StartAsync();

        var (request, _, span) = await proxy.TraceAsync(
            $"X-B3-TraceId: {trace}", $"X-B3-SpanId: {Caller}", $"X-B3-ParentSpanId: {CallersParent}", "X-B3-Sampled: 1", "X-B3-Flags: 1");

        AssertJoinsCaller(span, trace, CallersParent);
        AssertPropagates(request, span);
        Assert.Equal("1", request["x-b3-flags"]);
    }

    [Fact]
    public async Task Request_MultipleHeadersWithoutParentAndSampled_JoinsTrace()
    {
        var proxy = await StartAsync();

        var (request, _, span) = await proxy.TraceAsync($"x-b3-traceid: {Trace}", $"x-b3-spanid: {Caller}");

        AssertJoinsCaller(span, Trace, null);
        AssertPropagates(request, span);
    }

    [Theory]
    [InlineData($"{Trace}-{Caller}", Trace, null)]
    [InlineData($"{Trace}-{Caller}-1", Trace, null)]
    [InlineData($"{Trace}-{Caller}-d", Trace, null)]
    [InlineData($"{Trace}-{Caller}-1-{CallersParent}", Trace, CallersParent)]
    [InlineData($"{LongTrace}-{Caller}-1-{CallersParent}", LongTrace, CallersParent)]
    public async Task Request_SingleHeader_JoinsTraceAndPropagatesSingleHeader(string b3, string trace, string? parent)
    {
        var proxy = await StartAsync();

        var (request, _, span) = await proxy.TraceAsync($"b3: {b3}");

        AssertJoinsCaller(span, trace, parent);
        Assert.Equal($"{span.TraceId}-{span.Id}-1" + (span.ParentId is null ? "" : $"-{span.ParentId}"), request["b3"]);
        Assert.Empty(request.Names("x-b3-"));
    }

    [Theory]
    [InlineData("b3", "1")]
    [InlineData("b3", "d")]
    [InlineData("x-b3-sampled", "1")]
    [InlineData("x-b3-sampled", "true")]
    public async Task Request_SamplingStateOnly_StartsRootSpan(string header, string value)
    {
        var proxy = await StartAsync(Setup.With("Tracing:RandomSampling", "0"));

        var (request, _, span) = await proxy.TraceAsync($"{header}: {value}");

        Assert.Equal(span.TraceId, span.Id);
        Assert.Null(span.ParentId);
        Assert.Equal(header == "b3" ? $"{span.TraceId}-{span.Id}-1" : "1", request[header]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("false")]
    public async Task Request_MultipleHeadersNotSampled_ForwardsWithoutSpan(string sampled)
    {
        var proxy = await StartAsync();

        var request = await proxy.ForwardAsync(
            $"x-b3-traceid: {Trace}", $"x-b3-spanid: {Caller}", $"x-b3-parentspanid: {CallersParent}", $"x-b3-sampled: {sampled}");

        Assert.Equal(Trace, request["x-b3-traceid"]);
        Assert.Equal("0", request["x-b3-sampled"]);
        Assert.Equal(Role.IsInbound, request["x-b3-spanid"] == Caller);
        Assert.Equal(Role.IsInbound ? CallersParent : Caller, request["x-b3-parentspanid"]);
    }

    [Fact]
    public async Task Request_SingleHeaderNotSampled_ForwardsWithoutSpan()
    {
        var proxy = await StartAsync();

        var request = await proxy.ForwardAsync($"b3: {Trace}-{Caller}-0");

        Assert.Matches(Role.IsInbound ? $"^{Trace}-{Caller}-0$" : $"^{Trace}-[0-9a-f]{{16}}-0-{Caller}$", request["b3"]);
        Assert.Empty(request.Names("x-b3-"));
    }

    [Fact]
    public async Task Request_SingleHeaderDenyOnly_ForwardsWithoutSpan()
    {
        var proxy = await StartAsync();

        var request = await proxy.ForwardAsync("b3: 0");

        Assert.Matches("^([0-9a-f]{16})-\\1-0$", request["b3"]);
    }

    [Theory]
    [InlineData("x-b3-traceid: 463ac35c9f6413ax", "x-b3-spanid: a2fb4a1d1a96d312", "x-b3-sampled: 1")]
    [InlineData("x-b3-traceid: 463ac35c9f6413ad", "x-b3-spanid: -2fb4a1d1a96d312", "x-b3-sampled: 1")]
    [InlineData("x-b3-traceid: 463ac35c9f6413ad", "x-b3-spanid: a2fb4a1d1a96d312", "x-b3-parentspanid: parent")]
    [InlineData("b3: whatever it is")]
    [InlineData("b3: 463ac35c9f6413ad-a2fb4a1d1a96d312-")]
    [InlineData("b3: 463ac35c9f6413ad-a2fb4a1d1a96d312-x")]
    public async Task Request_InvalidContext_ForwardsUnchangedWithoutSpan(params string[] headers)
    {
        var proxy = await StartAsync();

        var request = await proxy.ForwardAsync(headers);

        Assert.Equal(headers, request.Headers.Where(h => h.Name.Contains("b3", StringComparison.Ordinal)).Select(h => $"{h.Name}: {h.Value}"));
    }

    [Theory]
    [InlineData("x-b3-traceid: 0000000000000000", $"x-b3-spanid: {Caller}")]
    [InlineData("x-b3-traceid: 00000000000000000000000000000000", $"x-b3-spanid: {Caller}")]
    [InlineData($"x-b3-traceid: {Trace}", "x-b3-spanid: 0000000000000000")]
    public async Task Request_AllZeroId_StartsRootSpan(params string[] headers)
    {
        var proxy = await StartAsync();

        var (request, _, span) = await proxy.TraceAsync(headers);

        Assert.Equal(span.TraceId, span.Id);
        Assert.NotEqual(Trace, span.TraceId);
        Assert.Null(span.ParentId);
        AssertPropagates(request, span);
    }

    [Fact]
    public async Task Request_AllZeroTraceIdInSingleHeader_StartsRootSpan()
    {
        var proxy = await StartAsync();

        var (request, _, span) = await proxy.TraceAsync($"b3: 0000000000000000-{Caller}-1");

        Assert.Equal(span.TraceId, span.Id);
        Assert.Equal($"{span.TraceId}-{span.Id}-1", request["b3"]);
    }

    [Fact]
    public async Task Request_HeadersOfOtherTracers_ForwardsUnchanged()
    {
        var proxy = await StartAsync();
        string[] headers =
        [
            "traceparent: 00-80f198ee56343ba864fe8b2a57d3eff7-a2fb4a1d1a96d312-01", "tracestate: a=b", "baggage: c=d",
            "uber-trace-id: 1:2:3:1", "x-ot-span-context: 1;2;3", "sw8: 1-2-3",
        ];

        var (request, _, span) = await proxy.TraceAsync(headers);

        Assert.Equal(span.TraceId, span.Id);
        Assert.All(headers, header => Assert.Equal(header.Split(": ")[1], request[header.Split(": ")[0]]));
    }

    [Fact]
    public async Task Request_TracingNotConfigured_AddsOnlyRequestId()
    {
        var proxy = await StartAsync(Setup.With("Tracing:CollectorCluster", null).With("Tracing:FlushInterval", null));

        var request = await proxy.ForwardAsync($"b3: {Trace}-{Caller}-1");

        Assert.Equal($"{Trace}-{Caller}-1", request["b3"]);
        Assert.Matches(RequestIdWithReason("4"), request["x-request-id"]);
    }

    /// <summary>Asserts that an inbound proxy shares the caller's span, and that an outbound proxy starts a child of it.</summary>
    private void AssertJoinsCaller(ReportedSpan span, string trace, string? callersParent)
    {
        Assert.Equal(trace, span.TraceId);
        if (Role.IsInbound)
        {
            Assert.Equal(Caller, span.Id);
            Assert.Equal(callersParent, span.ParentId);
        }
        else
        {
            Assert.Matches(Id(), span.Id);
            Assert.NotEqual(Caller, span.Id);
            Assert.Equal(Caller, span.ParentId);
        }

        AssertIdentity(span);
    }

    private void AssertIdentity(ReportedSpan span)
    {
        Assert.Equal(Role.Kind, span.Kind);
        Assert.Equal(Role.Operation, span.Name);
        Assert.Equal(Role.IsInbound ? true : null, span.Shared);
        Assert.Equal("proxy-1", span.LocalEndpoint.ServiceName);
    }

    /// <summary>Asserts that the forwarded request carries the context of the span.</summary>
    private static void AssertPropagates(RawMessage request, ReportedSpan span)
    {
        Assert.Equal(span.TraceId, request["x-b3-traceid"]);
        Assert.Equal(span.Id, request["x-b3-spanid"]);
        Assert.Equal(span.ParentId, request["x-b3-parentspanid"]);
        Assert.Equal("1", request["x-b3-sampled"]);
        Assert.Null(request["b3"]);
        Assert.Null(request["traceparent"]);
    }

    private static string RequestIdWithReason(string digit) =>
        $"^[0-9a-f]{{8}}-[0-9a-f]{{4}}-{digit}[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}$";

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex Id();
}
