using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests what the page asks the server for besides Zipkin's API.</summary>
public sealed class PageApiTests
{
    [Fact]
    public async Task Get_Status_ReturnsWhatIsStoredAndThePorts()
    {
        await using var zipkin = await RunningZipkin.StartAsync("MEM_MAX_SPANS=1000", "MEM_MAX_BYTES=5000000", "COLLECTOR_OTLP_HTTP_PORT=0");
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await zipkin.GivenAsync($$"""[{"traceId":"a1","id":"1","timestamp":{{now - 5000}}000},{"traceId":"a1","id":"2","timestamp":{{now - 9000}}123},{"traceId":"a2","id":"1","timestamp":{{now}}000}]""");

        using var response = await zipkin.Client.GetAsync("/zipkin/status.json", TestContext.Current.CancellationToken);
        var status = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var bytes = (long)status["storage"]!["bytes"]!;
        status["storage"]!.AsObject().Remove("bytes");

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.InRange(bytes, 1, 5_000_000);
        Assert.Equal(
            $$$"""
            {"storage":{"type":"memory","spans":3,"maxSpans":1000,"traces":2,"maxBytes":5000000,"oldest":{{{now - 9000}}},"evicted":{"spans":0,"traces":0}},
            "collector":{"enabled":true,"otlpHttpPort":null,"otlpGrpcPort":null}}
            """.ReplaceLineEndings(""),
            status.ToJsonString());
    }

    [Fact]
    public async Task Get_StatusOfEmptyServer_HasNoOldestSpan()
    {
        await using var zipkin = await RunningZipkin.StartAsync("COLLECTOR_HTTP_ENABLED=false", "COLLECTOR_OTLP_HTTP_PORT=4318");
        var status = JsonNode.Parse(await zipkin.OkAsync("/zipkin/status.json"))!;

        Assert.Null(status["storage"]!["oldest"]);
        Assert.Equal("""{"enabled":false,"otlpHttpPort":4318,"otlpGrpcPort":null}""", status["collector"]!.ToJsonString());
    }

    [Fact]
    public async Task Get_TagNames_ReturnsStoredKeysAndValues()
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        await zipkin.GivenAsync("""[{"traceId":"a1","id":"1","tags":{"region":"us","method":"GET"}},{"traceId":"a2","id":"1","tags":{"region":"eu"}}]""");

        Assert.Equal("""["method","region"]""", await zipkin.OkAsync("/zipkin/api/v2/tagKeys"));
        Assert.Equal("""["eu","us"]""", await zipkin.OkAsync("/zipkin/api/v2/tagValues?key=region"));
        Assert.Equal("[]", await zipkin.OkAsync("/zipkin/api/v2/tagValues?key=other"));
        Assert.Equal((400, "Mandatory parameter/header/attribute is missing: key"), await zipkin.GetAsync("/zipkin/api/v2/tagValues"));
    }

    [Theory]
    [InlineData("excludeQuery=region%3Deu", "a1")]
    [InlineData("excludeQuery=error", "a2 a1")]
    [InlineData("excludeQuery=region", "")]
    [InlineData("excludeQuery=region%3Deu%20and%20method", "")]
    [InlineData("annotationQuery=method&excludeQuery=region%3Deu", "a1")]
    public async Task Get_TracesWithExcludeQuery_OmitsTheTracesThatHaveATerm(string query, string traces)
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await zipkin.GivenAsync($$$"""[{"traceId":"a1","id":"1","timestamp":{{{now - 2}}}000,"tags":{"region":"us","method":"GET"}},{"traceId":"a2","id":"1","timestamp":{{{now - 1}}}000,"tags":{"region":"eu"}}]""");
        var found = JsonNode.Parse(await zipkin.OkAsync($"/api/v2/traces?endTs={now + 1000}&{query}"))!.AsArray();

        Assert.Equal(traces, string.Join(' ', found.Select(trace => ((string)trace![0]!["traceId"]!).TrimStart('0'))));
    }
}
