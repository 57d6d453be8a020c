using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests the HTML file of a trace, and the comparison of two.</summary>
public sealed class TraceShareTests(Browser browser)
{
    [Fact]
    public async Task HtmlFile_OpenedWithoutServer_ShowsTheTrace()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Retried(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{Samples.TraceId}");
        await open.Find(".share-menu summary").ClickAsync();
        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Find(".share-html").ClickAsync());
        Assert.Equal($"{Samples.TraceId}.html", download.SuggestedFilename);
        var file = Path.Combine(Path.GetDirectoryName(await download.PathAsync())!, $"{Guid.NewGuid()}.html");
        await download.SaveAsAsync(file);
        List<string> requested = [];
        open.Page.Request += (_, request) => requested.Add(request.Url);

        try
        {
            await open.Page.GotoAsync(new Uri(file).ToString());
            await open.WaitForTextAsync(".span-row", "order-app");
            await open.WaitForTextAsync(".contributors", "order router payment egress");
            await open.Find("[data-view=flame]").ClickAsync();
            await open.Find(".frame").First.WaitForAsync();
            await open.ScreenshotAsync("single-file");
        }
        finally
        {
            File.Delete(file);
        }

        Assert.All(requested, url => Assert.Matches("^(file|data):", url));
        Assert.Equal(0, await open.Find("a[href^='/']").CountAsync());
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Comparison_OfTwoTraces_ShowsDifferences()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        await open.GoAsync("/zipkin/traces/0000000000000003");
        await open.Find(".share-menu summary").ClickAsync();
        await open.Find(".compare-form input").FillAsync("0000000000000004");
        await open.Find(".compare-form button").ClickAsync();

        await open.WaitForTextAsync(".trace-title", "0 only in A");
        await open.WaitForTextAsync(".compare .changed", "error only in B");
        await open.WaitForTextAsync(".compare tbody tr >> nth=0", "+7ms");
        await open.Find(".compare td a").First.ClickAsync();
        await open.WaitForTextAsync(".span-row[aria-selected=true]", "post /checkout");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Comparison_MissingTrace_ShowsTheReason()
    {
        await using var open = await browser.OpenAsync(ColorScheme.Dark);
        await open.GoAsync("/zipkin/compare/1/2");

        await open.WaitForTextAsync(".message.bad", "Can’t compare these traces");
    }
}
