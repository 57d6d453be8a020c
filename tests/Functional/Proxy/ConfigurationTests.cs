using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests startup with invalid settings: it fails with one line that names the key, the value and the allowed values.</summary>
public sealed class ConfigurationTests
{
    private const string AllowedPort = "0 to 65535 (0: any free port)";
    private const string AllowedAddress = "an http or https URL, such as http://service1:8000";
    private const string AllowedTime = "00:00:00 to 1.00:00:00, such as 00:00:15";
    private const string AllowedPercentage = "0 to 100 (percent)";
    private const string Route = "ReverseProxy:Routes:service1";
    private const string Cluster = "ReverseProxy:Clusters:service1";

    [Theory]
    [InlineData("Listeners:ingress_http:Port", "70000", AllowedPort)]
    [InlineData("Listeners:ingress_http:Port", "-1", AllowedPort)]
    [InlineData("Listeners:ingress_http:Port", "abc", AllowedPort)]
    [InlineData("Listeners:ingress_http:Port", "", AllowedPort)]
    [InlineData("Listeners:ingress_http:Address", "localhost", "an IP address")]
    [InlineData("Listeners:ingress_http:Direction", "Sideways", "Inbound, Outbound")]
    [InlineData("Listeners:ingress_http:Direction", "0", "Inbound, Outbound")]
    [InlineData("Tracing:RandomSampling", "101", AllowedPercentage)]
    [InlineData("Tracing:RandomSampling", "-1", AllowedPercentage)]
    [InlineData("Tracing:OverallSampling", "1e1", AllowedPercentage)]
    [InlineData("Tracing:ClientSampling", "NaN", AllowedPercentage)]
    [InlineData("Tracing:FlushInterval", "0", "00:00:00.010 to 00:01:00")]
    [InlineData("Tracing:FlushInterval", "1", "00:00:00.010 to 00:01:00")]
    [InlineData("Tracing:MaxQueuedSpans", "511", "512 to 1000000")]
    [InlineData("Tracing:CollectorEndpoint", "api", "a path that begins with /")]
    [InlineData("Tracing:CollectorCluster", "jaeger", "one of the clusters: service1, zipkin")]
    [InlineData(Route + ":ClusterId", "nowhere", "the name of a cluster")]
    [InlineData(Route + ":Metadata:Listener", "other", "one of the listeners: ingress_http")]
    [InlineData(Route + ":Metadata:Prefix", "trace", "a path that begins with /")]
    [InlineData(Route + ":AuthorizationPolicy", "Default", "Anonymous (the proxy doesn't authenticate clients)")]
    [InlineData(Route + ":Timeout", "abc", AllowedTime)]
    [InlineData(Route + ":Timeout", "15", AllowedTime)]
    [InlineData(Route + ":Timeout", "-00:00:01", AllowedTime)]
    [InlineData(Route + ":Timeout", "00:99:00", AllowedTime)]
    [InlineData(Route + ":Order", "first", "a number")]
    [InlineData(Route + ":MaxRequestBodySize", "10MB", "a number of bytes")]
    [InlineData(Cluster + ":Destinations:upstream:Address", "service1:8000", AllowedAddress)]
    [InlineData(Cluster + ":Destinations:upstream:Address", "service1", AllowedAddress)]
    [InlineData(Cluster + ":Destinations:upstream:Address", "ftp://service1", AllowedAddress)]
    [InlineData(Cluster + ":HttpRequest:ActivityTimeout", "never", AllowedTime)]
    [InlineData(Cluster + ":HttpRequest:Version", "9", "1.0, 1.1, 2")]
    [InlineData(Cluster + ":HealthCheck:Active:Enabled", "maybe", "true, false")]
    public Task Start_InvalidValue_FailsWithAllowedValues(string key, string value, string allowed) =>
        AssertFailsAsync(Setup.With(key, value), $"{key}: '{value}' is not allowed; allowed: {allowed}");

    [Theory]
    [InlineData(
        "Listeners:ingress_http",
        "Prot",
        "Address, Port, Direction, RouteConfigName, VirtualHost, UseRemoteAddress, XffNumTrustedHops, InternalAddressConfig, TraceContext, ForwardClientCertDetails, ConnectionLimit, "
            + "MaxRequestHeadersKb, MaxHeadersCount, RequestHeadersTimeout, RequestTimeout, IdleTimeout, StreamIdleTimeout, MaxConnectionDuration, MaxRequestsPerConnection, MaxStreamDuration, MaxConcurrentStreams, "
            + "InitialStreamWindowSize, InitialConnectionWindowSize, UpgradeConfigs, AllowConnect, SetCurrentClientCertDetails, Tls, Tracing")]
    [InlineData("Node", "Name", "Id, Cluster")]
    [InlineData(
        "Tracing",
        "Sampling",
        "CollectorCluster, CollectorEndpoint, TraceUrl, TraceUrlHeader, MaxTracesPerSecond, FlushInterval, MaxQueuedSpans, TraceId128Bit, SharedSpanContext, SplitSpansForRequest, "
            + "SpawnUpstreamSpan, TraceContextOption, ClientSampling, RandomSampling, OverallSampling, KeepErrors, KeepSlowerThan, MaxPathTagLength, Verbose, Operation, UpstreamOperation, "
            + "UseRequestIdForTraceSampling, PackTraceReason, CustomTags")]
    [InlineData(
        Route + ":Metadata",
        "Operatoin",
        "Listener, Operation, Prefix, ResponseHeadersFromRequest, IdleTimeout, MaxStreamDuration, GrpcTimeoutHeaderMax, UpgradeConfigs, RetryOn, NumRetries, PerTryTimeout, RetriableStatusCodes, "
            + "RetryBackOffBaseInterval, RetryBackOffMaxInterval, ClientSampling, RandomSampling, OverallSampling, KeepErrors, KeepSlowerThan, UpstreamOperation, CustomTags")]
    public Task Start_UnknownKey_FailsWithKnownKeys(string section, string key, string known) =>
        AssertFailsAsync(Setup.With($"{section}:{key}", "1"), $"{section}: '{key}' is not allowed; allowed: {known}");

    [Theory]
    [InlineData("Listeners:ingress_http:Port", AllowedPort)]
    [InlineData("Listeners:ingress_http:Direction", "Inbound, Outbound")]
    [InlineData("Tracing:CollectorCluster", "the name of a cluster")]
    [InlineData("Node:Cluster", "the service name of the spans (or --service-cluster NAME)")]
    [InlineData(Route + ":ClusterId", "the name of a cluster")]
    [InlineData(Route + ":Metadata:Listener", "one of the listeners: ingress_http")]
    [InlineData(Route + ":Metadata:Operation", "the name of the route's spans")]
    public Task Start_MissingKey_FailsWithRequiredValue(string key, string required) =>
        AssertFailsAsync(Setup.With(key, null), $"{key}: missing; required: {required}");

    [Fact]
    public Task Start_NoListeners_Fails() => AssertFailsAsync(
        Setup.With("Listeners:ingress_http:Address", null).With("Listeners:ingress_http:Port", null).With("Listeners:ingress_http:Direction", null),
        "Listeners: missing; required: at least one, with Port and Direction");

    [Fact]
    public Task Start_DestinationWithoutAddress_Fails() => AssertFailsAsync(
        Setup.With($"{Cluster}:Destinations:upstream:Address", null).With($"{Cluster}:Destinations:upstream:Host", "a"),
        $"{Cluster}:Destinations:upstream:Address: missing; required: {AllowedAddress}");

    // YARP validates these settings; its messages are passed on.
    [Theory]
    [InlineData(Cluster + ":LoadBalancingPolicy", "Best", "ReverseProxy: No matching ILoadBalancingPolicy found for the load balancing policy 'Best' set on the cluster 'service1'.")]
    [InlineData(Route + ":Match:Methods:0", "B*", "ReverseProxy: Unsupported HTTP method 'B*' has been set for route 'service1'.")]
    [InlineData(Route + ":Transforms:0:Unheard", "x", "ReverseProxy: Unknown transform: Unheard")]
    public Task Start_RejectedByYarp_FailsWithYarpsMessage(string key, string value, string line) => AssertFailsAsync(Setup.With(key, value), line);

    [Theory]
    [InlineData("Listeners:ingress_http:Direction", "outbound")]
    [InlineData("Tracing:RandomSampling", "0.01")]
    [InlineData(Route + ":Timeout", "00:00:00")]
    [InlineData(Route + ":Timeout", "1.00:00:00")]
    [InlineData(Cluster + ":Destinations:upstream:Address", "https://service1/base")]
    [InlineData(Cluster + ":Metadata:Timeout", "a text")]
    public async Task Start_ValidValue_Starts(string key, string value)
    {
        await using var proxy = await Setup.With(key, value).StartAsync();

        Assert.NotEqual(0, proxy.Ports[0]);
    }

    private static ProxySetup Setup => new(ProxyRole.Front);

    private static async Task AssertFailsAsync(ProxySetup setup, string line) =>
        Assert.Equal(line, (await Assert.ThrowsAsync<SettingException>(setup.StartAsync)).Message);
}
