using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class HostileRequestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_AnyByteInTheQueryOfARedirect_IsNoServerError()
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        foreach (var one in Enumerable.Range(1, 255).Where(b => b is not ('\n' or '\r' or ' ' or '#')))
        {
            using var client = new TcpClient(zipkin.Client.BaseAddress!.Host, zipkin.Client.BaseAddress.Port);
            byte[] request = [.. "GET /?a"u8, (byte)one, .. "b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8];
            await client.GetStream().WriteAsync(request, Cancel);
            var response = await new StreamReader(client.GetStream(), Encoding.Latin1).ReadToEndAsync(Cancel);

            Assert.True(response.StartsWith("HTTP/1.1 302 ", StringComparison.Ordinal) || response.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{one}: {response}");
        }
    }

    [Theory]
    [InlineData("/api/v2/traces?endTs=9&lookback=9")]
    [InlineData("/api/v2/dependencies?endTs=9&lookback=9")]
    [InlineData("/api/v2/trace/a1")]
    public async Task Get_QueryTakesTooLong_Gets503(string path)
    {
        await using var zipkin = await RunningZipkin.StartAsync("QUERY_TIMEOUT=1ms");
        // The notes make the query longer than a millisecond.
        var notes = string.Join(',', Enumerable.Range(1, 1000).Select(i => $$"""{"timestamp":{{i}},"value":"note {{i}}"}"""));
        for (var part = 0; part < 4; part++)
        {
            await zipkin.GivenAsync($"[{string.Join(',', Enumerable.Range(1, 100).Select(i => $$"""{"traceId":"a1","id":"{{(part * 100) + i}}","timestamp":1000,"annotations":[{{notes}}]}"""))}]");
        }

        Assert.Equal((503, "The query took more than 0.001 s; narrow it, or set QUERY_TIMEOUT"), await zipkin.GetAsync(path == "/api/v2/trace/a1" ? "/api/v2/traceMany?traceIds=a1,a2" : path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Get_LargeTrace_IsSentInPartsAndComplete(string? encoding)
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        const int Spans = 20_000;
        await zipkin.GivenAsync($"[{string.Join(',', Enumerable.Range(1, Spans).Select(i => $$"""{"traceId":"a1","id":"{{i}}","timestamp":1000,"name":"a name of some length"}"""))}]");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/traces?endTs=9&lookback=9");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        using var response = await zipkin.Client.SendAsync(request, Cancel);

        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        await using var plain = encoding is null ? body : new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress);
        using var json = await JsonDocument.ParseAsync(plain, cancellationToken: Cancel);
        Assert.Equal(Spans, json.RootElement[0].GetArrayLength());
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Post_StoreFullInBytes_KeepsTheNewest()
    {
        await using var zipkin = await RunningZipkin.StartAsync("MEM_MAX_BYTES=1000000");
        var value = new string('v', 10_000);
        for (var i = 1; i <= 300; i++)
        {
            await zipkin.GivenAsync($$"""[{"traceId":"{{i}}","id":"1","timestamp":{{i}},"tags":{"a":"{{value}}{{i}}"} }]""");
        }

        Assert.Equal(404, (await zipkin.GetAsync("/api/v2/trace/200")).Status);
        Assert.Equal(200, (await zipkin.GetAsync("/api/v2/trace/230")).Status);
        Assert.Equal(200, (await zipkin.GetAsync("/api/v2/trace/300")).Status);
    }
}
