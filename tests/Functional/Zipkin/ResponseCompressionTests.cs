using System.IO.Compression;
using System.Text;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class ResponseCompressionTests : IAsyncLifetime
{
    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync()
    {
        _zipkin = await RunningZipkin.StartAsync();
        await _zipkin.GivenAsync($$$"""[{"traceId":"a1","id":"b1","tags":{"a":"{{{new string('x', 3000)}}}"}},{"traceId":"a2","id":"b1"}]""");
    }

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData("/api/v2/trace/a1", "gzip", "gzip")]
    [InlineData("/api/v2/trace/a1", "gzip, deflate, br", "br")]
    [InlineData("/api/v2/trace/a1", "br;q=0.5, gzip", "gzip")]
    [InlineData("/api/v2/trace/a1", "deflate", "deflate")]
    [InlineData("/api/v2/trace/a1", "gzip;q=0", null)]
    [InlineData("/api/v2/trace/a1", "zstd", null)]
    [InlineData("/api/v2/trace/a1", null, null)]
    [InlineData("/api/v2/trace/a2", "gzip", null)]
    [InlineData("/zipkin/", "gzip", null)]
    [InlineData("/zipkin/shared/style.css", "gzip", "gzip")]
    public async Task Get_LargeText_IsCompressedWhenAccepted(string path, string? accepted, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await _zipkin.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Equal(await _zipkin.OkAsync(path), Unpack(body, encoding));
    }

    private static string Unpack(byte[] body, string? encoding)
    {
        using var packed = new MemoryStream(body);
        using Stream stream = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
