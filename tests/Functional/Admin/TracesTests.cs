using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using ZipkinMesh.Proxy.RecentRequests;
using ZipkinMesh.Tests.Proxy;
using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests /traces.</summary>
public sealed class TracesTests : AdminTests
{
    [Fact]
    public async Task Request_Forwarded_IsShownWithItsIds()
    {
        var proxy = await StartAsync(("Tracing:TraceUrl", "http://zipkin.test/traces/{traceId}"));
        var span = await TraceAsync(proxy, "/trace/1?a=b");

        var request = (await ReadAsync(proxy)).Single();

        Assert.Equal("GET", (string?)request["method"]);
        Assert.Equal("/trace/1?a=b", (string?)request["path"]);
        Assert.Equal(200, (int?)request["response_code"]);
        Assert.Equal("via_upstream", (string?)request["response_code_details"]);
        Assert.Equal("service1", (string?)request["upstream_cluster"]);
        Assert.Equal(new Uri(proxy.Upstream.Address).Authority, (string?)request["attempts"]!.AsArray().Single()!["upstream_host"]);
        Assert.Equal(span.TraceId, (string?)request["trace_id"]);
        Assert.Equal(span.Id, (string?)request["span_id"]);
        Assert.Equal(span.Tags["guid:x-request-id"], (string?)request["request_id"]);
        Assert.Equal($"http://zipkin.test/traces/{span.TraceId}", (string?)request["trace_url"]);
        Assert.True((bool?)request["sampled"]);
        Assert.InRange((double)request["upstream_service_time_ms"]!, 0, (double)request["duration_ms"]!);
        Assert.Null(request["response_flags"]);
    }

    [Fact]
    public async Task Request_Failed_IsShownWithItsFlag()
    {
        var proxy = await StartAsync(("ReverseProxy:Clusters:service1:Destinations:upstream:Address", "http://127.0.0.1:1"));
        await proxy.GetAsync("/");
        await proxy.Collector.TakeAsync();

        var request = (await ReadAsync(proxy)).Single();

        Assert.Equal(503, (int?)request["response_code"]);
        Assert.Equal("UF", (string?)request["response_flags"]);
        Assert.Equal("UpstreamConnectionFailure", (string?)request["response_flags_long"]);
        Assert.Equal("127.0.0.1:1", (string?)request["attempts"]![0]!["upstream_host"]);
    }

    [Fact]
    public async Task Request_NotSampled_HasIdsButNoLink()
    {
        var proxy = await StartAsync(("Tracing:TraceUrl", "http://zipkin.test/traces/{traceId}"), ("Tracing:RandomSampling", "0"));
        await proxy.GetAsync("/");
        await proxy.Upstream.TakeAsync();

        var request = (await ReadAsync(proxy, requests => requests.Length > 0)).Single();

        Assert.False((bool?)request["sampled"]);
        Assert.Equal(16, ((string?)request["trace_id"])?.Length);
        Assert.Null(request["trace_url"]);
    }

    [Fact]
    public async Task Filter_RequestId_FindsTheRequest()
    {
        var proxy = await StartAsync();
        await TraceAsync(proxy, "/first");
        var wanted = await TraceAsync(proxy, "/second");
        await TraceAsync(proxy, "/third");

        var requests = await ReadAsync(proxy, "&filter=" + wanted.Tags["guid:x-request-id"].ToUpperInvariant());

        Assert.Equal(["/second"], requests.Select(request => (string?)request["path"]));
    }

    [Fact]
    public async Task Requests_MoreThanTheCapacity_AreTheLatest()
    {
        var proxy = await StartAsync(("Tracing:RandomSampling", "0"));
        await SendAsync("/first", 10);
        await ReadAsync(proxy, requests => requests.Length == 10);
        await SendAsync("/later", RecentRequestLog.Capacity);

        // The proxy finishes a request after the client has read the response.
        await ReadAsync(proxy, requests => requests.Length == RecentRequestLog.Capacity
            && requests.All(request => ((string?)request["path"])!.StartsWith("/later", StringComparison.Ordinal)));
        Assert.Equal(2, (await ReadAsync(proxy, "&limit=2")).Length);

        async Task SendAsync(string path, int count)
        {
            for (var number = 1; number <= count; number++)
            {
                await proxy.GetAsync($"{path}/{number}");
                await proxy.Upstream.TakeAsync();
            }
        }
    }

    [Fact]
    public async Task Requests_Several_NewestComesFirst()
    {
        var proxy = await StartAsync();
        await TraceAsync(proxy, "/first");
        await TraceAsync(proxy, "/second");

        Assert.Equal(["/second", "/first"], (await ReadAsync(proxy)).Select(request => (string?)request["path"]));
    }

    [Fact]
    public async Task Path_Long_IsCut()
    {
        var proxy = await StartAsync();
        await TraceAsync(proxy, "/" + new string('a', 5000));

        var path = (string?)(await ReadAsync(proxy)).Single()["path"];

        Assert.Equal("/" + new string('a', RequestSlot.MaxPathLength - 1) + "…", path);
    }

    [Theory]
    [InlineData("format=xml")]
    [InlineData("format=json&limit=0")]
    [InlineData("format=json&limit=501")]
    [InlineData("format=json&limit=x")]
    public async Task Parameter_NotAllowed_Returns400(string query)
    {
        var proxy = await StartAsync();

        var (status, _) = await GetAsync(proxy, "/traces?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    private static async Task<ReportedSpan> TraceAsync(ProxyEnvironment proxy, string target)
    {
        await proxy.GetAsync(target);
        await proxy.Upstream.TakeAsync();
        return await proxy.Collector.TakeAsync();
    }

    private static async Task<JsonNode[]> ReadAsync(ProxyEnvironment proxy, Func<JsonNode[], bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            var requests = await ReadAsync(proxy);
            if (condition(requests))
            {
                return requests;
            }

            Assert.True(clock.Elapsed < Lines.Bound, $"/traces has {requests.Length} requests, but not the expected ones.");
        }
    }

    private static async Task<JsonNode[]> ReadAsync(ProxyEnvironment proxy, string parameters = "")
    {
        var (status, body) = await GetAsync(proxy, "/traces?format=json" + parameters);
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. JsonNode.Parse(body)!["requests"]!.AsArray().Select(request => request!)];
    }
}
