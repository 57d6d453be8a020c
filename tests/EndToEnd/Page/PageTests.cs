using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

public sealed class PageTests(Browser browser)
{
    private const string TraceId = Samples.TraceId;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_FromEmptyServerToTrace_ShowsEachStep(ColorScheme colors)
    {
        await using var open = await browser.OpenAsync(colors);
        var theme = colors.ToString();
        await open.GoAsync("/zipkin/");
        await open.WaitForTextAsync(".message", "No traces yet");
        await open.ScreenshotAsync($"empty-{theme}");

        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.Find("button.primary").ClickAsync();
        await open.WaitForTextAsync(".trace-item.has-error", "web");
        await open.ScreenshotAsync($"list-{theme}");

        await open.Find(".trace-item").ClickAsync();
        await open.WaitForTextAsync(".span-row", "get /api");
        Assert.Equal(3, await open.Find(".span-row").CountAsync());
        await open.Find(".toolbar >> text=Next error").ClickAsync();
        await open.WaitForTextAsync(".detail", "503");
        await open.WaitForTextAsync(".detail .shifted", "to correct clock skew");
        await open.ScreenshotAsync($"trace-{theme}");
        await open.Find("[data-view=graph]").ClickAsync();
        await open.WaitForTextAsync(".trace-graph .node", "db");

        await open.GoAsync("/zipkin/dependency");
        await open.WaitForTextAsync(".links", "app");

        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        await open.GoAsync("/zipkin/traces/0000000000000004");
        await open.WaitForTextAsync(".span-row", "reserve");
        await open.ScreenshotAsync($"shop-{theme}");
        await open.GoAsync("/zipkin/dependency");
        await open.WaitForTextAsync(".links", "stock");
        await open.ScreenshotAsync($"dependencies-{theme}");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task File_OpenedAndDownloaded_HasTheSameSpans()
    {
        await using var open = await browser.OpenAsync();
        var spans = Samples.Failing(Samples.Now());
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(Samples.File("trace.json", spans));
        await open.WaitForTextAsync(".span-row", "get /api");
        await open.WaitForTextAsync(".note", "Opened from trace.json");
        Assert.EndsWith($"/zipkin/traces/{TraceId}", open.Page.Url.Split('#')[0], StringComparison.Ordinal);

        var download = await open.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await open.Find(".share-menu summary").ClickAsync();
            await open.Find(".download").ClickAsync();
        });

        Assert.Equal($"{TraceId}.json", download.SuggestedFilename);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var saved = JsonNode.Parse(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(spans), saved));
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData("{", "Not valid JSON")]
    [InlineData("{}", "Expected a JSON array of spans")]
    [InlineData("[]", "no span")]
    [InlineData("""[{"traceId":"1"}]""", "has no valid id")]
    [InlineData("""[{"traceId":"1","id":"1","binaryAnnotations":[]}]""", "v1")]
    public async Task File_NotATrace_IsRejectedWithTheReason(string text, string reason)
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(Samples.File("bad.json", text));

        await open.WaitForTextAsync(".message.bad", reason);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Page_ThemeChosen_IsKeptAfterReload()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.WaitForTextAsync(".span-row", "get /api");
        await open.Find("#theme").ClickAsync();
        await open.Find("#theme").ClickAsync();
        await open.Find(":root[data-theme=dark]").WaitForAsync();

        await open.Page.ReloadAsync();
        await open.WaitForTextAsync(".span-row", "get /api");
        Assert.Equal("rgb(18, 23, 30)", await open.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await open.ScreenshotAsync("dark-chosen");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Page_Settings_AreApplied()
    {
        await using var open = await browser.OpenAsync(
            ColorScheme.Light,
            "ZIPKIN_UI_ENVIRONMENT=staging",
            "ZIPKIN_UI_QUERY_LIMIT=7",
            "ZIPKIN_UI_DEFAULT_LOOKBACK=5400000",
            "ZIPKIN_UI_LOGS_URL=https://logs.example.com/?id={traceId}",
            "ZIPKIN_UI_SUPPORT_URL=https://help.example.com/",
            "ZIPKIN_UI_DEPENDENCY_ENABLED=false");
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        await open.GoAsync("/zipkin/");
        await open.WaitForTextAsync(".count", "7 traces");
        await open.WaitForTextAsync(".environment", "staging");
        Assert.Equal(("7", "90m"), (await open.Find("[name=limit]").InputValueAsync(), await open.Find("[name=lookback]").InputValueAsync()));
        Assert.Equal("https://help.example.com/", await open.Find("nav a >> text=Support").GetAttributeAsync("href"));
        Assert.Equal(0, await open.Find("[data-nav=dependency]").CountAsync());
        await open.ScreenshotAsync("settings");

        await open.Find(".trace-item").First.ClickAsync();
        Assert.Equal("https://logs.example.com/?id=0000000000000001", await open.Find("text=Logs").GetAttributeAsync("href"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Page_NarrowWindow_FitsItsWidth()
    {
        const int Width = 390;
        await using var open = await browser.OpenAsync();
        await open.Page.SetViewportSizeAsync(Width, 844);
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        foreach (var (path, seen, name) in new[]
        {
            ("/zipkin/", ".trace-item", "list"),
            ("/zipkin/traces/0000000000000004", ".span-row", "trace"),
            ("/zipkin/dependency", ".links", "dependencies"),
        })
        {
            await open.GoAsync(path);
            await open.Find(seen).First.WaitForAsync();
            await open.ScreenshotAsync($"narrow-{name}");
            Assert.InRange(await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, Width);
        }

        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Page_SearchDisabled_ShowsMessage()
    {
        await using var open = await browser.OpenAsync(ColorScheme.Light, "SEARCH_ENABLED=false");
        await open.GoAsync("/zipkin/");

        await open.WaitForTextAsync(".message", "Search is disabled");
        Assert.Empty(open.Errors);
    }
}
