namespace ZipkinMesh.Tests.Zipkin;

public sealed class SettingsTests
{
    private const string Pair =
        """
        [{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"1","timestamp":1000,"localEndpoint":{"serviceName":"web"}},
        {"traceId":"48485a3953bb6124","id":"1","timestamp":1000,"localEndpoint":{"serviceName":"app"}}]
        """;

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 2)]
    public async Task StrictTraceId_IdsWithEqualLowHalf_AreTwoTracesOrOne(string strict, int spans)
    {
        await using var zipkin = await RunningZipkin.StartAsync($"STRICT_TRACE_ID={strict}");
        await zipkin.GivenAsync(Pair);

        Assert.Equal(spans, Count(await zipkin.OkAsync("/api/v2/trace/48485a3953bb6124")));
        Assert.Equal(spans, Count(await zipkin.OkAsync("/api/v2/traces?serviceName=app&endTs=1000")));
    }

    [Fact]
    public async Task SearchEnabled_False_OnlyFindsTracesById()
    {
        await using var zipkin = await RunningZipkin.StartAsync("SEARCH_ENABLED=false");
        await zipkin.GivenAsync(Pair);

        Assert.Equal("[]", await zipkin.OkAsync("/api/v2/services"));
        Assert.Equal("[]", await zipkin.OkAsync("/api/v2/traces?endTs=1000"));
        Assert.Equal(1, Count(await zipkin.OkAsync("/api/v2/trace/48485a3953bb6124")));
        Assert.Contains("\"searchEnabled\":false", await zipkin.OkAsync("/zipkin/config.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AutocompleteKeys_Set_ListsTheirValues()
    {
        await using var zipkin = await RunningZipkin.StartAsync("AUTOCOMPLETE_KEYS=region, environment");
        await zipkin.GivenAsync("""[{"traceId":"a1","id":"b1","tags":{"region":"west","other":"x"}},{"traceId":"a2","id":"b1","tags":{"region":"East"}}]""");

        Assert.Equal("""["environment","region"]""", await zipkin.OkAsync("/api/v2/autocompleteKeys"));
        Assert.Equal("""["East","west"]""", await zipkin.OkAsync("/api/v2/autocompleteValues?key=region"));
        Assert.Equal("[]", await zipkin.OkAsync("/api/v2/autocompleteValues?key=other"));
    }

    [Theory]
    [InlineData("1000", "[]")]
    [InlineData("5000", "[[")]
    public async Task QueryLookback_Set_IsTheDefaultOfQueries(string lookback, string start)
    {
        await using var zipkin = await RunningZipkin.StartAsync($"QUERY_LOOKBACK={lookback}");
        await zipkin.GivenAsync("""[{"traceId":"a1","id":"b1","timestamp":5000000000}]""");

        Assert.StartsWith(start, await zipkin.OkAsync("/api/v2/traces?endTs=5003000"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0", """[{"traceId":"1","id":"1"}]""", false)]
    [InlineData("0.5", """[{"traceId":"3fffffffffffffff","id":"1"}]""", true)]
    [InlineData("0.5", """[{"traceId":"5000000000000000","id":"1"}]""", false)]
    [InlineData("0.5", """[{"traceId":"ffffffffffffffff","id":"1"}]""", true)]
    [InlineData("0.5", """[{"traceId":"8000000000000000","id":"1"}]""", false)]
    [InlineData("0.0", """[{"traceId":"5000000000000000","id":"1","debug":true}]""", true)]
    public async Task SampleRate_Set_KeepsTracesById(string rate, string json, bool isKept)
    {
        await using var zipkin = await RunningZipkin.StartAsync($"COLLECTOR_SAMPLE_RATE={rate}");
        await zipkin.GivenAsync(json);

        Assert.Equal(isKept ? 200 : 404, (await zipkin.GetAsync($"/api/v2/trace/{json.Split('"')[3]}")).Status);
    }

    [Theory]
    [InlineData("QUERY_ENABLED", 202, 404, 404)]
    [InlineData("UI_ENABLED", 202, 200, 404)]
    [InlineData("COLLECTOR_HTTP_ENABLED", 404, 200, 200)]
    public async Task Feature_Disabled_IsNotFound(string key, int collector, int query, int page)
    {
        await using var zipkin = await RunningZipkin.StartAsync($"{key}=false");

        Assert.Equal(collector, (await zipkin.PostAsync("[]")).Status);
        Assert.Equal(query, (await zipkin.GetAsync("/api/v2/services")).Status);
        Assert.Equal(page, (await zipkin.GetAsync("/zipkin/")).Status);
        Assert.Equal(page == 200 ? 302 : 404, (await zipkin.GetAsync("/")).Status);
        Assert.Equal(200, (await zipkin.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task UiSettings_Set_AreInItsConfig()
    {
        await using var zipkin = await RunningZipkin.StartAsync(
            "ZIPKIN_UI_ENVIRONMENT=st\"aging",
            "ZIPKIN_UI_QUERY_LIMIT=50",
            "ZIPKIN_UI_DEFAULT_LOOKBACK=3600000",
            "ZIPKIN_UI_LOGS_URL=https://logs.example.com/?id={traceId}",
            "ZIPKIN_UI_SUPPORT_URL=http://help.example.com",
            "ZIPKIN_UI_DEPENDENCY_ENABLED=false",
            "ZIPKIN_UI_DEPENDENCY_LOW_ERROR_RATE=0.1",
            "ZIPKIN_UI_DEPENDENCY_HIGH_ERROR_RATE=0.2");

        Assert.Equal(
            """
            {"environment":"st\"aging","queryLimit":50,"defaultLookback":3600000,"searchEnabled":true,"logsUrl":"https://logs.example.com/?id={traceId}",
            "supportUrl":"http://help.example.com","archivePostUrl":null,"archiveUrl":null,
            "dependency":{"enabled":false,"lowErrorRate":0.1,"highErrorRate":0.2}}
            """.ReplaceLineEndings(""),
            await zipkin.OkAsync("/zipkin/config.json"));
    }

    private static int Count(string json) => json.Split("\"traceId\"").Length - 1;
}
