using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class V1SpanReaderTests : IAsyncLifetime
{
    private const string Ids = "\"traceId\":\"a1\",\"id\":\"b1\"";
    private const string WrittenIds = "\"traceId\":\"00000000000000a1\",\"id\":\"00000000000000b1\"";

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData("cs@10,cr@30", "", "CLIENT web 10 20")]
    [InlineData("sr@10,ss@30", ",\"timestamp\":10,\"duration\":20", "SERVER web 10 20")]
    [InlineData("sr@10,ss@30", "", "SERVER web 10 20 shared")]
    [InlineData("cs@10,cr@30,app:sr@15,app:ss@25", "", "CLIENT web 10 20; SERVER app 15 10 shared")]
    [InlineData("cs@10,sr@15", "", "CLIENT web 10 0; SERVER web 15 0 shared")]
    [InlineData("cr@30", ",\"timestamp\":10,\"duration\":20", "CLIENT web 10 20")]
    [InlineData("ms@10", "", "PRODUCER web 10 0")]
    [InlineData("ms@10,ws@12,app:wr@20,app:mr@25", "", "PRODUCER web 10 2; CONSUMER app 20 5 shared")]
    [InlineData("retry@10", ",\"timestamp\":10,\"duration\":20", "None web 10 20")]
    public void Read_CoreAnnotations_BecomeOneSpanPerSide(string events, string fields, string sides)
    {
        var annotations = events.Split(',').Select(one => one.Split('@', ':')).Select(parts =>
            $"{{\"timestamp\":{parts[^1]},\"value\":\"{parts[^2]}\",\"endpoint\":{{\"serviceName\":\"{(parts.Length > 2 ? parts[0] : "web")}\"}}}}");

        var spans = Read($"[{{{Ids}{fields},\"annotations\":[{string.Join(',', annotations)}]}}]");

        Assert.Equal(sides, string.Join("; ", spans.Select(Describe)));
    }

    [Fact]
    public async Task Post_ClientSpan_HasTagsAndRemoteEndpoint()
    {
        Assert.Equal(202, await PostAsync(
            $$$"""
            [{{{{Ids}}},"annotations":[{"timestamp":10,"value":"cs","endpoint":{"serviceName":"web"}},{"timestamp":11,"value":"retry"}],
            "binaryAnnotations":[{"key":"http.path","value":"/","endpoint":{"serviceName":"web"}},{"key":"lc","value":"","endpoint":{"serviceName":"web"}},
            {"key":"size","value":7},{"key":"sa","value":true,"endpoint":{"serviceName":"db","ipv4":"10.0.0.1"}}]}]
            """));
        Assert.Equal(
            $$$"""
            [{{{{WrittenIds}}},"kind":"CLIENT","timestamp":10,"localEndpoint":{"serviceName":"web"},"remoteEndpoint":{"serviceName":"db","ipv4":"10.0.0.1"},
            "annotations":[{"timestamp":11,"value":"retry"}],"tags":{"http.path":"/"}}]
            """.ReplaceLineEndings(""),
            await _zipkin.OkAsync("/api/v2/trace/a1"));
    }

    [Theory]
    [InlineData("nope", "Expected a JSON_V1 encoded list\n")]
    [InlineData("[{" + Ids + ",\"tags\":{}}]", "Expected a JSON_V1 encoded list, but received: JSON_V2\n")]
    [InlineData("[{\"id\":\"b1\"}]", "traceId == 0 reading List<Span> from json")]
    [InlineData("[{\"traceId\":\"a1\"}]", "id == 0 reading List<Span> from json")]
    [InlineData("[{" + Ids + ",\"annotations\":[{\"value\":\"cs\"}]}]", "Incomplete annotation at $[0].annotations[0].value reading List<Span> from json")]
    [InlineData("[{" + Ids + ",\"binaryAnnotations\":[{\"value\":\"x\"}]}]", "No key at $[0].binaryAnnotations[0].value reading List<Span> from json")]
    [InlineData("[{" + Ids + ",\"annotations\":{}}]", "Malformed reading List<Span> from json")]
    public void Read_InvalidMessage_IsRejected(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidSpanException>(() => Read(json)).Message);

    [Fact]
    public void Read_AnyBytes_ThrowsOnlyInvalidSpanException()
    {
        string[] pieces =
        [
            "[{" + Ids, "]", "}", ",", ",\"annotations\":[", ",\"binaryAnnotations\":[", "{\"timestamp\":9223372036854775807,\"value\":\"cs\"", "{\"timestamp\":-1,\"value\":\"sr\"}",
            "{\"timestamp\":1,\"value\":\"ms\"}", ",\"endpoint\":{\"serviceName\":\"a\"}}", "{\"key\":\"sa\",\"value\":true", "{\"key\":\"ca\",\"value\":\"1\"", "null", "[",
        ];
        var piece = Gen.OneOf(Gen.Elements(pieces).Select(Encoding.UTF8.GetBytes), ArbMap.Default.GeneratorFor<byte[]>());
        var message = piece.ListOf().Select(list => (byte[])[.. Encoding.UTF8.GetBytes(pieces[0]), .. list.SelectMany(bytes => bytes)]);

        Prop.ForAll(message.ToArbitrary(), DecodesOrRejects).QuickCheckThrowOnFailure();
    }

    private static string Describe(Span span) =>
        $"{(span.Kind == SpanKind.None ? "None" : span.Kind.ToString().ToUpperInvariant())} {span.Local?.ServiceName} {span.Timestamp} {span.Duration}{(span.Shared ? " shared" : "")}";

    private static List<Span> Read(string json) => SpanBytesDecoder.Decode(Encoding.UTF8.GetBytes(json), SpanEncoding.JsonV1);

    private static bool DecodesOrRejects(byte[] message)
    {
        try
        {
            SpanBytesDecoder.Decode(message, SpanEncoding.JsonV1);
        }
        catch (InvalidSpanException)
        {
        }

        return true;
    }

    private async Task<int> PostAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _zipkin.Client.PostAsync("/api/v1/spans", content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
