namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests sampling per listener and per route, and the options of request ids. The expected values were observed on Envoy 1.40.</summary>
public sealed class SamplingOptionTests : ProxyTests
{
    private const string Plain = "5951ce0d-8b58-46bf-b4a7-e8d8336907e3";
    private const string Marked = "5951ce0d-8b58-96bf-b4a7-e8d8336907e3";

    private static readonly string Listener = $"Listeners:{ProxyRole.Front.Listener}:Tracing";
    private static readonly string Metadata = $"ReverseProxy:Routes:{ProxyRole.Front.Cluster}:Metadata";

    [Theory]
    [InlineData("0", null, null, false)]
    [InlineData("0", "100", null, true)]
    [InlineData("100", "0", null, false)]
    [InlineData("100", "0", "100", true)]
    [InlineData("0", null, "100", true)]
    [InlineData("100", null, "0", false)]
    public async Task RandomSampling_OfAllListenerAndRoute_TheNearestCounts(string all, string? listener, string? route, bool sampled)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front)
            .With("Tracing:RandomSampling", all)
            .With($"{Listener}:RandomSampling", listener)
            .With($"{Metadata}:RandomSampling", route));

        await AssertSampledAsync(proxy, sampled);
    }

    [Theory]
    [InlineData("ClientSampling", "0", false)]
    [InlineData("ClientSampling", "100", true)]
    [InlineData("OverallSampling", "0", false)]
    public async Task Sampling_OfTheRoute_CountsForClientsToo(string key, string percent, bool sampled)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:RandomSampling", "0").With($"{Metadata}:{key}", percent));

        await AssertSampledAsync(proxy, sampled, "x-client-trace-id: 1");
    }

    [Fact]
    public async Task Sampling_OfTheRoute_OtherPercentagesAreTheListeners()
    {
        // In Envoy the route's message replaces all percentages.
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:RandomSampling", "0").With($"{Metadata}:CustomTags:a:Literal", "x"));

        await AssertSampledAsync(proxy, sampled: false);
    }

    [Fact]
    public async Task UseRequestIdForTraceSampling_False_SamplesEveryRequestAndMarksNone()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front)
            .With("Tracing:UseRequestIdForTraceSampling", "false").With("Tracing:RandomSampling", "0").With("Tracing:OverallSampling", "0"));

        Assert.Equal(Plain, (await proxy.TraceAsync($"x-request-id: {Plain}")).Request["x-request-id"]);
        Assert.Equal("hello", (await proxy.TraceAsync("x-request-id: hello")).Request["x-request-id"]);
        Assert.Equal('4', (await proxy.TraceAsync()).Request["x-request-id"]![14]);
    }

    [Fact]
    public async Task PackTraceReason_False_IdIsNotMarked()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:PackTraceReason", "false"));

        Assert.Equal(Plain, (await proxy.TraceAsync($"x-request-id: {Plain}")).Request["x-request-id"]);
        Assert.Equal('4', (await proxy.TraceAsync()).Request["x-request-id"]![14]);
    }

    [Fact]
    public async Task PackTraceReason_False_ReasonIsNotRead()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:PackTraceReason", "false").With("Tracing:RandomSampling", "0"));

        await AssertSampledAsync(proxy, sampled: false, $"x-request-id: {Marked}");
    }

    private static async Task AssertSampledAsync(ProxyEnvironment proxy, bool sampled, params string[] headers)
    {
        var request = await proxy.ForwardAsync(headers);

        Assert.Equal(sampled ? "1" : "0", request["x-b3-sampled"]);
        if (sampled)
        {
            await proxy.Collector.TakeAsync();
        }
    }
}
