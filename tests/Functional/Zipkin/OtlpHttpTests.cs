using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests the responses of <c>POST /v1/traces</c>, its limits and its port.</summary>
public sealed class OtlpHttpTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";
    private const string BadTraceId = "traceId must be 16 bytes (32 hex digits in JSON), not all zeros";

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync("COLLECTOR_OTLP_HTTP_PORT=0");

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData(Json, "{}", Json, "{}")]
    [InlineData("application/json; charset=utf-8", """{"resourceSpans":[{},{"scopeSpans":[{}]}],"foo":[{"bar":1}]}""", Json, "{}")]
    [InlineData(Protobuf, "", Protobuf, "")]
    [InlineData("application/protobuf", "", Protobuf, "")]
    public async Task Post_WithoutSpans_IsAcceptedInTheTypeOfTheRequest(string type, string body, string responseType, string response)
    {
        var answer = await PostAsync(type, Encoding.UTF8.GetBytes(body));

        Assert.Equal((200, responseType, response), (answer.Status, answer.Type, Encoding.UTF8.GetString(answer.Body)));
    }

    [Fact]
    public async Task Post_OneInvalidSpan_IsRejectedAlone()
    {
        var json = OtlpJson.Message(OtlpJson.Span(""), """{"traceId":"00000000000000000000000000000000","spanId":"eee19b7ec3c1b174"}""");

        Assert.Equal((200, $"{{\"partialSuccess\":{{\"rejectedSpans\":\"1\",\"errorMessage\":\"{BadTraceId}\"}}}}"), await _zipkin.PostOtlpAsync(json));
        Assert.Equal(200, (await _zipkin.GetAsync($"/api/v2/trace/{OtlpJson.TraceId}")).Status);
        Assert.Contains("\"counter.zipkin_collector.spans.http\":2.0", await _zipkin.OkAsync("/metrics"), StringComparison.Ordinal);
        Assert.Contains("\"counter.zipkin_collector.spans_dropped.http\":1.0", await _zipkin.OkAsync("/metrics"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"traceId\":\"5b8efff7980381\",\"spanId\":\"eee19b7ec3c1b174\"", BadTraceId)]
    [InlineData("\"traceId\":\"W47/95gDgQPSabYzgT/GDA==\",\"spanId\":\"7uGbfsPBsXQ=\"", BadTraceId)]
    [InlineData("\"spanId\":\"eee19b7ec3c1b174\"", BadTraceId)]
    [InlineData("\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"0000000000000000\"", "spanId must be 8 bytes (16 hex digits in JSON), not all zeros")]
    [InlineData(
        "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\",\"parentSpanId\":\"a1\"",
        "parentSpanId must be empty or 8 bytes (16 hex digits in JSON)")]
    public async Task Post_OnlyInvalidSpans_Is400(string ids, string problem) =>
        Assert.Equal((400, $"{{\"code\":3,\"message\":\"{problem}\"}}"), await _zipkin.PostOtlpAsync(OtlpJson.Message($"{{{ids}}}")));

    [Theory]
    [InlineData("", "End of input at $")]
    [InlineData("{\"resourceSpans\":[", "End of input at $.resourceSpans")]
    [InlineData("[]", "Malformed")]
    [InlineData("{\"resourceSpans\":{}}", "Malformed")]
    [InlineData("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":\"x\"}]}]}]}", "For input string: \\\"x\\\"")]
    public async Task Post_InvalidJson_Is400(string json, string problem) =>
        Assert.Equal((400, $"{{\"code\":3,\"message\":\"{problem}\"}}"), await _zipkin.PostOtlpAsync(json));

    [Fact]
    public async Task Post_InvalidProtobuf_Is400WithStatusInProtobuf()
    {
        var answer = await PostAsync(Protobuf, [0x0a, 5, 1]);

        Assert.Equal((400, Protobuf), (answer.Status, answer.Type));
        Assert.Equal(new ProtoMessage().Number(1, 3).Text(2, "Truncated: length 5 > bytes available 1").ToArray(), answer.Body);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Protobuf)]
    public async Task Post_GzipBomb_Is413(string type)
    {
        var answer = await PostAsync(type, Zip(new byte[(16 * 1024 * 1024) + 1]), "gzip");

        Assert.Equal((413, type), (answer.Status, answer.Type));
        Assert.Contains("decompressed spans are larger than 16777216 bytes", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NotGzip_Is400() =>
        Assert.Equal(400, (await PostAsync(Json, Encoding.UTF8.GetBytes(OtlpJson.Message(OtlpJson.Span(""))), "gzip")).Status);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("")]
    public async Task Post_OtherContentType_Is415(string type) => Assert.Equal(415, (await PostAsync(type, [])).Status);

    [Fact]
    public async Task Get_IsNotAllowed()
    {
        using var response = await _zipkin.Client.GetAsync("/v1/traces", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
    }

    [Fact]
    public async Task Post_ToPortOfOtlp_IsStored()
    {
        Assert.Equal(2, _zipkin.Urls.Count);
        using var client = new HttpClient { BaseAddress = new(_zipkin.Urls[1]) };
        using var content = new StringContent(OtlpJson.Message(OtlpJson.Span("")), Encoding.UTF8, Json);
        using var response = await client.PostAsync("/v1/traces", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("[\"web\"]", await _zipkin.OkAsync("/api/v2/services"));
    }

    [Theory]
    [InlineData("COLLECTOR_OTLP_HTTP_PORT")]
    [InlineData("COLLECTOR_OTLP_GRPC_PORT")]
    public async Task Start_PortOfOtlpInUse_NamesItsSetting(string key)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var problem = await Assert.ThrowsAsync<SettingException>(() => RunningZipkin.StartAsync($"{key}={port}"));

        Assert.Equal($"{key}: '{port}' can't be listened on: the address is already in use", problem.Message);
    }

    [Fact]
    public async Task CollectorDisabled_IsNotFoundAndOpensNoPort()
    {
        await using var zipkin = await RunningZipkin.StartAsync("COLLECTOR_HTTP_ENABLED=false", "COLLECTOR_OTLP_HTTP_PORT=0", "COLLECTOR_OTLP_GRPC_PORT=0");

        Assert.Equal(404, (await zipkin.PostOtlpAsync("{}")).Status);
        Assert.Single(zipkin.Urls);
    }

    private async Task<(int Status, string? Type, byte[] Body)> PostAsync(string type, byte[] body, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await _zipkin.Client.PostAsync("/v1/traces", content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }
}
