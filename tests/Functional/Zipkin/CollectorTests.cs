using System.IO.Compression;
using System.Text;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class CollectorTests : IAsyncLifetime
{
    private const string Span = """[{"traceId":"a1","id":"b1","localEndpoint":{"serviceName":"web"}}]""";

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData(Span, "[\"web\"]")]
    [InlineData("[]", "[]")]
    [InlineData("", "[]")]
    public async Task Post_List_IsAcceptedAndStored(string json, string services)
    {
        Assert.Equal((202, ""), await _zipkin.PostAsync(json));
        Assert.Equal(services, await _zipkin.OkAsync("/api/v2/services"));
    }

    [Theory]
    [InlineData("{}", "Expected a JSON_V2 encoded list\n")]
    [InlineData("null", "Expected a JSON_V2 encoded list\n")]
    [InlineData("""[{"traceId":"a1","id":"b1","binaryAnnotations":[]}]""", "Expected a JSON_V2 encoded list, but received: JSON_V1\n")]
    [InlineData("""[{"traceId":"a1","id":"b1","localEndpoint":{"serviceName":"web"}},{"id":"b2"}]""", "Missing : traceId reading List<Span> from json")]
    public async Task Post_InvalidMessage_IsRejectedAsAWhole(string json, string message)
    {
        Assert.Equal((400, message), await _zipkin.PostAsync(json));
        Assert.Equal("[]", await _zipkin.OkAsync("/api/v2/services"));
    }

    [Fact]
    public async Task Post_Gzip_IsStored()
    {
        Assert.Equal((202, ""), await PostGzipAsync(Zip(Encoding.UTF8.GetBytes(Span))));
        Assert.Equal("[\"web\"]", await _zipkin.OkAsync("/api/v2/services"));
    }

    [Fact]
    public async Task Post_NotGzip_IsRejected() => Assert.Equal((400, "Cannot gunzip spans"), await PostGzipAsync(Encoding.UTF8.GetBytes(Span)));

    [Fact]
    public async Task Post_GzipBomb_IsRejected()
    {
        var (status, message) = await PostGzipAsync(Zip(new byte[(16 * 1024 * 1024) + 1]));

        Assert.Equal((413, "decompressed spans are larger than 16777216 bytes"), (status, message));
    }

    [Fact]
    public async Task Post_Over10MiB_IsRejected()
    {
        using var content = new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]);
        // The response may arrive before the body is sent completely.
        _zipkin.Client.DefaultRequestHeaders.ExpectContinue = true;

        Assert.Equal(413, (await _zipkin.PostAsync(content)).Status);
    }

    private async Task<(int Status, string Body)> PostGzipAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add("gzip");
        return await _zipkin.PostAsync(content);
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
