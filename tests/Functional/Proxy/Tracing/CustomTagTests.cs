using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests custom tags. The expected values were observed on Envoy 1.40.</summary>
public sealed class CustomTagTests : ProxyTests
{
    private static readonly string Metadata = $"ReverseProxy:Routes:{ProxyRole.Front.Cluster}:Metadata";
    private static readonly string Cluster = $"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}";

    [Theory]
    [InlineData("Literal", "x", null, "x")]
    [InlineData("Environment", "PATH_OF_NO_PROGRAM", null, null)]
    [InlineData("Environment", "PATH_OF_NO_PROGRAM", "none", "none")]
    [InlineData("RequestHeader", "X-Who", "nobody", "me")]
    [InlineData("RequestHeader", "X-Absent", "nobody", "nobody")]
    [InlineData("RequestHeader", "X-Absent", null, null)]
    [InlineData("RequestHeader", "X-Empty", "nobody", null)]
    [InlineData("RequestHeader", "X-Repeated", null, "a")]
    [InlineData("ResponseHeader", "x-served-by", null, "pod-1")]
    [InlineData("ResponseHeader", "x-absent", "none", "none")]
    [InlineData("Value", "%REQ(:METHOD)% %REQ(x-absent)%|%RESPONSE_CODE% %UPSTREAM_CLUSTER%", null, "GET |200 service1")]
    [InlineData("Value", "%REQ(x-absent)%", null, null)]
    [InlineData("Metadata", "route:com.example.team", null, "red")]
    [InlineData("Metadata", "cluster:team", null, "blue")]
    [InlineData("Metadata", "host:zone", null, "a")]
    [InlineData("Metadata", "host:absent", "none", "none")]
    public async Task Tag_BySource_HasItsValue(string source, string value, string? defaultValue, string? expected)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front)
            .With($"Tracing:CustomTags:own:{source}", value)
            .With("Tracing:CustomTags:own:DefaultValue", defaultValue)
            .With($"{Metadata}:com.example.team", "red")
            .With($"{Cluster}:Metadata:team", "blue")
            .With($"{Cluster}:Destinations:upstream:Metadata:zone", "a"));
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nX-Served-By: pod-1\r\nContent-Length: 0\r\n\r\n");

        var (_, _, span) = await proxy.TraceAsync("X-Who: me", "X-Empty:", "X-Repeated: a", "X-Repeated: b");

        Assert.Equal(expected, span.Tags.GetValueOrDefault("own"));
    }

    [Fact]
    public async Task Tag_Environment_IsReadAtStart()
    {
        Environment.SetEnvironmentVariable("MESH_TAG_TEST", "from-env");
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:CustomTags:own:Environment", "MESH_TAG_TEST"));

        Assert.Equal("from-env", (await proxy.TraceAsync()).Span.Tags["own"]);
    }

    [Theory]
    [InlineData("http.method")]
    [InlineData("component")]
    [InlineData("node_id")]
    public async Task Tag_NameOfTheProxys_ReplacesIt(string name)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With($"Tracing:CustomTags:{name}:Literal", "own"));

        Assert.Equal("own", (await proxy.TraceAsync()).Span.Tags[name]);
    }

    [Fact]
    public async Task Tags_OfRouteListenerAndAll_TheNearestWins()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front)
            .With("Tracing:CustomTags:a:Literal", "all")
            .With("Tracing:CustomTags:b:RequestHeader", "x-b")
            .With("Tracing:CustomTags:c:Literal", "all")
            .With($"Listeners:{ProxyRole.Front.Listener}:Tracing:CustomTags:B:Literal", "listener")
            .With($"Listeners:{ProxyRole.Front.Listener}:Tracing:CustomTags:c:Literal", "listener")
            .With($"{Metadata}:CustomTags:c:Literal", "route")
            .With($"{Metadata}:CustomTags:d:Literal", "route"));

        var tags = (await proxy.TraceAsync()).Span.Tags;

        Assert.Equal(("all", "listener", "route", "route"), (tags["a"], tags["B"], tags["c"], tags["d"]));
        Assert.DoesNotContain("b", tags);
    }

    [Fact]
    public async Task Tags_OfARoute_ChangeWithTheFile()
    {
        var setup = new ProxySetup(ProxyRole.Front).With($"{Metadata}:CustomTags:version:Literal", "1");
        var proxy = await StartAsync(setup);
        Assert.Equal("1", (await proxy.TraceAsync()).Span.Tags["version"]);

        setup.With($"{Metadata}:CustomTags:version:Literal", "2");
        proxy.WriteSettings();
        await proxy.Log.WaitForAsync("Routes and clusters applied.", 2);

        Assert.Equal("2", (await proxy.TraceAsync()).Span.Tags["version"]);
    }

    [Fact]
    public async Task Tags_WithUpstreamSpan_AreOnBoth()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:SpawnUpstreamSpan", "true").With("Tracing:CustomTags:own:Literal", "x"));

        await proxy.GetAsync("/");

        Assert.Equal("x", (await proxy.Collector.TakeAsync()).Tags["own"]);
        Assert.Equal("x", (await proxy.Collector.TakeAsync()).Tags["own"]);
    }

    [Theory]
    [InlineData("Int", "%RESPONSE_CODE%", "200")]
    [InlineData("Int", "many", "many")]
    [InlineData("Double", "1.5", "1.5")]
    [InlineData("Bool", "true", "true")]
    [InlineData("STRING", "text", "text")]
    public async Task ValueType_InZipkin_IsText(string type, string value, string expected)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:CustomTags:own:Value", value).With("Tracing:CustomTags:own:ValueType", type));

        Assert.Equal(expected, (await proxy.TraceAsync()).Span.Tags["own"]);
    }

    [Fact]
    public async Task Value_OfManyBytes_IsCut()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:CustomTags:own:RequestHeader", "x-long"));

        Assert.Equal(1_024, (await proxy.TraceAsync("x-long: " + new string('x', 3_000))).Span.Tags["own"].Length);
    }

    [Theory]
    [InlineData("Tracing:CustomTags:a:DefaultValue", "x", "Tracing:CustomTags:a: missing; required: one of Literal, Environment, RequestHeader, ResponseHeader, Metadata, Value")]
    [InlineData("Tracing:CustomTags:a:Header", "x", "Tracing:CustomTags:a: 'Header' is not allowed; allowed: Literal, Environment, RequestHeader, ResponseHeader, Metadata, Value, DefaultValue, ValueType")]
    [InlineData("Tracing:CustomTags:a:ValueType", "Number", "Tracing:CustomTags:a:ValueType: 'Number' is not allowed; allowed: String, Int, Double, Bool")]
    [InlineData("Tracing:CustomTags:a:Metadata", "team", "Tracing:CustomTags:a:Metadata: 'team' is not allowed; allowed: route:KEY, cluster:KEY, host:KEY")]
    [InlineData("Tracing:CustomTags:a:RequestHeader", "a b", "Tracing:CustomTags:a:RequestHeader: 'a b' is not allowed; allowed: the name of a header")]
    [InlineData("Tracing:CustomTags:a", "x", "Tracing:CustomTags:a: missing; required: one of Literal, Environment, RequestHeader, ResponseHeader, Metadata, Value")]
    [InlineData("Tracing:CustomTags:a:Value", "%REQ(%", "Tracing:CustomTags:a:Value: '%REQ(%' is not allowed; allowed: %OPERATOR%, %OPERATOR(PARAMETER)% or %OPERATOR(PARAMETER):LENGTH%, and %% for a percent sign")]
    [InlineData("Listeners:ingress_http:Tracing:Operation", "%DURATION(ms)%", "Listeners:ingress_http:Tracing:Operation: '%DURATION(ms)%' is not allowed; allowed: %DURATION%")]
    [InlineData("ReverseProxy:Routes:service1:Metadata:CustomTags:a:Header", "x", "ReverseProxy:Routes:service1:Metadata:CustomTags:a: 'Header' is not allowed; allowed: Literal, Environment, RequestHeader, ResponseHeader, Metadata, Value, DefaultValue, ValueType")]
    [InlineData("ReverseProxy:Routes:service1:Metadata:RandomSampling", "101", "ReverseProxy:Routes:service1:Metadata:RandomSampling: '101' is not allowed; allowed: 0 to 100 (percent)")]
    [InlineData("ReverseProxy:Routes:service1:Metadata:UpstreamOperation", "%DURATION(ms)%", "ReverseProxy:Routes:service1:Metadata:UpstreamOperation: '%DURATION(ms)%' is not allowed; allowed: %DURATION%")]
    public async Task Setting_NotAllowed_FailsAtStart(string key, string value, string line)
    {
        var exception = await Assert.ThrowsAsync<SettingException>(() => new ProxySetup(ProxyRole.Front).With(key, value).StartAsync());

        Assert.Equal(line, exception.Message);
    }
}
