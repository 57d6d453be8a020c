using System.IO.Compression;
using System.Text;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests files with many traces and in other formats.</summary>
public sealed class FileTests(Browser browser)
{
    [Fact]
    public async Task File_ManyTraces_AreListedLikeResults()
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(Samples.File("shop.json", Samples.Shop(Samples.Now())));
        await open.WaitForTextAsync("h1", "shop.json contains 30 traces");
        Assert.Equal(30, await open.Find(".plot-point").CountAsync());
        await open.ScreenshotAsync("file-list");

        await open.Find(".trace-item.has-error").First.ClickAsync();
        await open.WaitForTextAsync(".span-row", "reserve");
        await open.WaitForTextAsync(".note", "Opened from shop.json");
        await open.Page.GoBackAsync();
        await open.WaitForTextAsync(".trace-item", "post /checkout");
        Assert.Equal(30, await open.Find(".trace-item").CountAsync());

        // After a reload, the page no longer has the file.
        await open.Page.ReloadAsync();
        await open.WaitForTextAsync(".message", "No file is open");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task File_CompressedLines_AreShown()
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/");
        var stream = new MemoryStream();
        await using (var gzip = new GZipStream(stream, CompressionMode.Compress))
        {
            await gzip.WriteAsync("{\"traceId\":\"1\",\"id\":\"1\",\"name\":\"first\"}\n{\"traceId\":\"1\",\"id\":\"2\",\"parentId\":\"1\",\"name\":\"second\"}\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        await open.Find("#file").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = "spans.jsonl.gz", MimeType = "application/gzip", Buffer = stream.ToArray() });
        await open.WaitForTextAsync(".span-row", "second");
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData("""{"data":[{"traceID":"b1","processes":{"p1":{"serviceName":"jaeger-web"}},"spans":[{"traceID":"b1","spanID":"1","operationName":"get","startTime":1,"duration":7,"processID":"p1"}]}]}""", "jaeger-web")]
    [InlineData("""{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"otel-web"}}]},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"get"}]}]}]}""", "otel-web")]
    public async Task File_OfAnotherSystem_IsShown(string text, string service)
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = "other.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) });
        await open.WaitForTextAsync(".span-row", service);
        Assert.Empty(open.Errors);
    }
}
