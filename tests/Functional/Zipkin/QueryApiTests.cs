using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Zipkin;

public sealed partial class QueryApiTests : IAsyncLifetime
{
    // Three traces, a second apart: a1 (front calls back), a2 (front only, with an error), a3 (other).
    private const string Spans = """
        [{"traceId":"a1","id":"1","kind":"CLIENT","name":"get /a","timestamp":1000000000,"duration":300,
          "localEndpoint":{"serviceName":"front"},"remoteEndpoint":{"serviceName":"back"},"tags":{"http.method":"GET"}},
         {"traceId":"a1","id":"1","kind":"SERVER","shared":true,"name":"get /a","timestamp":1000000100,"duration":100,
          "localEndpoint":{"serviceName":"back"},"annotations":[{"timestamp":1000000150,"value":"retry"}]},
         {"traceId":"a2","id":"2","name":"get /b","timestamp":1001000000,"duration":500,"localEndpoint":{"serviceName":"front"},
          "tags":{"http.method":"POST","error":"500"}},
         {"traceId":"a3","id":"3","name":"tick","timestamp":1002000000,"localEndpoint":{"serviceName":"other"}},
         {"traceId":"a4","id":"4","name":"timeless","localEndpoint":{"serviceName":"other"}}]
        """;

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync()
    {
        _zipkin = await RunningZipkin.StartAsync();
        await _zipkin.GivenAsync(Spans);
    }

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData("", "a3 a2 a1")]
    [InlineData("limit=2", "a3 a2")]
    [InlineData("serviceName=Front", "a2 a1")]
    [InlineData("serviceName=nobody", "")]
    [InlineData("spanName=get /a", "a1")]
    [InlineData("spanName=all", "a3 a2 a1")]
    [InlineData("serviceName=front&spanName=tick", "")]
    [InlineData("remoteServiceName=back", "a1")]
    [InlineData("serviceName=back&remoteServiceName=back", "")]
    [InlineData("annotationQuery=error", "a2")]
    [InlineData("annotationQuery=retry and http.method=GET", "a1")]
    [InlineData("annotationQuery=retry and http.method=POST", "")]
    [InlineData("serviceName=front&annotationQuery=retry", "")]
    [InlineData("minDuration=300", "a2 a1")]
    [InlineData("minDuration=100&maxDuration=300", "a1")]
    [InlineData("serviceName=back&minDuration=101", "")]
    [InlineData("endTs=1001000", "a2 a1")]
    [InlineData("endTs=1001500&lookback=1000", "a2")]
    public async Task Traces_Criteria_FindWholeTracesNewestFirst(string criteria, string ids)
    {
        // Of a repeated parameter, the first value is used.
        var found = await _zipkin.OkAsync($"/api/v2/traces?{criteria}&endTs=2000000&lookback=86400000");

        Assert.Equal(ids, string.Join(' ', Ids(found)));
    }

    [Theory]
    [InlineData("/api/v2/services", """["back","front","other"]""")]
    [InlineData("/zipkin/api/v2/services", """["back","front","other"]""")]
    [InlineData("/api/v2/spans?serviceName=FRONT", """["get /a","get /b"]""")]
    [InlineData("/api/v2/spans?serviceName=", "[]")]
    [InlineData("/api/v2/remoteServices?serviceName=front", """["back"]""")]
    [InlineData("/api/v2/autocompleteKeys", "[]")]
    [InlineData("/api/v2/traceMany?traceIds=b1,b2", "[]")]
    [InlineData("/api/v2/trace/a3", """[{"traceId":"00000000000000a3","id":"0000000000000003","name":"tick","timestamp":1002000000,"localEndpoint":{"serviceName":"other"}}]""")]
    public async Task Get_Known_ReturnsJson(string path, string body)
    {
        using var response = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(body, await _zipkin.OkAsync(path));
    }

    [Fact]
    public async Task TraceMany_Ids_KeepTheirOrder() =>
        Assert.Equal(["a3", "a1"], Ids(await _zipkin.OkAsync("/api/v2/traceMany?traceIds=a3,b1,a1")));

    [Theory]
    [InlineData(400, "/api/v2/spans", "Mandatory parameter/header/attribute is missing: serviceName")]
    [InlineData(400, "/api/v2/traces?endTs=0", "endTs <= 0")]
    [InlineData(400, "/api/v2/traces?endTs=x", "For input string: \"x\"")]
    [InlineData(400, "/api/v2/traces?limit=0", "limit <= 0")]
    [InlineData(400, "/api/v2/traces?limit=", "Cannot set null to primitive type parameter: limit")]
    [InlineData(400, "/api/v2/traces?limit=3000000000", "For input string: \"3000000000\"")]
    [InlineData(400, "/api/v2/traces?lookback=-1", "lookback <= 0")]
    [InlineData(400, "/api/v2/traces?minDuration=0", "minDuration <= 0")]
    [InlineData(400, "/api/v2/traces?minDuration=2&maxDuration=1", "maxDuration < minDuration")]
    [InlineData(400, "/api/v2/traces?maxDuration=1", "maxDuration is only valid with minDuration")]
    [InlineData(400, "/api/v2/dependencies", "Mandatory parameter/header/attribute is missing: endTs")]
    [InlineData(400, "/api/v2/dependencies?endTs=1&lookback=0", "lookback <= 0")]
    [InlineData(400, "/api/v2/trace/A1", "A1 should be lower-hex encoded with no prefix")]
    [InlineData(400, "/api/v2/trace/0", "traceId is all zeros")]
    [InlineData(404, "/api/v2/trace/b1", "00000000000000b1 not found")]
    [InlineData(404, "/api/v2/trace/463ac35c9f6413ad00000000000000a1", "463ac35c9f6413ad00000000000000a1 not found")]
    [InlineData(400, "/api/v2/traceMany?traceIds=", "traceIds parameter is empty")]
    [InlineData(400, "/api/v2/traceMany?traceIds=a1", "Use /api/v2/trace/{traceId} endpoint to retrieve a single trace")]
    [InlineData(400, "/api/v2/traceMany?traceIds=a1,0a1", "redundant traceId: 0a1")]
    [InlineData(404, "/api/v2/trace/", "404 Not Found")]
    [InlineData(404, "/api/v2/Services", "404 Not Found")]
    [InlineData(404, "/api/v2/services/", "404 Not Found")]
    public async Task Get_Invalid_ReturnsTheReason(int status, string path, string message) => Assert.Equal((status, message), await _zipkin.GetAsync(path));

    private static string[] Ids(string traces)
    {
        using var json = JsonDocument.Parse(traces);
        return [.. json.RootElement.EnumerateArray().Select(trace => Zeros().Replace(trace[0].GetProperty("traceId").GetString()!, ""))];
    }

    [GeneratedRegex("^0+")]
    private static partial Regex Zeros();
}
