using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests the views of one trace, the layout and the links, with a trace of a proxy that retries.</summary>
public sealed class TraceViewTests(Browser browser)
{
    private const string Trace = $"/zipkin/traces/{Samples.TraceId}";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    [InlineData(ColorScheme.Light, 1920)]
    public async Task Views_AnyWidthAndColors_AreAccessibleAndFit(ColorScheme colors, int width)
    {
        // axe-core is a script, which the page's policy rejects.
        var context = await browser.OpenContextAsync(new() { ColorScheme = colors, ViewportSize = new() { Width = width, Height = 900 }, BypassCSP = true });
        await using var open = await OpenPage.CreateAsync(await RunningZipkin.StartAsync(), context);
        await open.Zipkin.GivenAsync(Samples.Retried(Samples.Now()));
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        foreach (var (path, seen, name) in new[]
        {
            (Trace, ".path-mark", "timeline"),
            ($"{Trace}?view=flame", ".frame", "flame"),
            ($"{Trace}?view=spans", ".figures tbody tr", "spans"),
            ($"{Trace}?view=statistics", ".figures tbody tr", "statistics"),
            ($"{Trace}?view=graph", ".trace-graph svg", "graph"),
            ("/zipkin/compare/0000000000000003/0000000000000004", ".compare tbody tr", "compare"),
        })
        {
            await open.GoAsync(path);
            await open.Find(seen).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await open.ScreenshotAsync($"view-{name}-{width}-{colors}");
            Assert.Empty((await open.Page.RunAxe()).Violations.Select(violation => $"{name}: {violation.Id}: {violation.Nodes[0].Html}"));
            Assert.InRange(await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        }

        foreach (var menu in (string[])[".services-menu", ".share-menu"])
        {
            await open.GoAsync(Trace);
            await open.Find($"{menu} summary").ClickAsync();
            await open.Find($"{menu} .menu-items").WaitForAsync();
            Assert.Empty((await open.Page.RunAxe()).Violations.Select(violation => $"{menu}: {violation.Id}: {violation.Nodes[0].Html}"));
        }

        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Timeline_RetriedRequest_ShowsFlagsAttemptsAndOneBarPerCall()
    {
        await using var open = await OpenAsync();

        await open.WaitForTextAsync(".badges", "1 missing parent");
        await open.WaitForTextAsync(".marks", "UF: upstream connection failed");
        await open.WaitForTextAsync(".marks", "attempt 2 of 3");
        await open.WaitForTextAsync(".marks", "parent missing");
        await open.WaitForTextAsync(".contributors", "order router payment egress");
        var call = open.Page.Locator(".span-row", new() { HasText = "order-app → stock" });
        Assert.Equal((1, 1, 2), (await call.Locator(".bar.outer").CountAsync(), await call.Locator(".bar.inner").CountAsync(), await call.Locator(".gap").CountAsync()));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Head_AndTools_TakeLessThanHalfOfTheWindow()
    {
        await using var open = await OpenAsync();

        var row = (await open.Find(".span-row").First.BoundingBoxAsync())!;
        var lane = (await open.Find(".span-row .lane").First.BoundingBoxAsync())!;
        await open.Find("[aria-label='Close the panel']").ClickAsync();
        await open.Find(".open-panel").WaitForAsync();
        var wide = (await open.Find(".span-row .lane").First.BoundingBoxAsync())!;

        Assert.InRange(row.Y, 100, 400);
        Assert.InRange(lane.Width, 500, 700);
        Assert.InRange(wide.Width, 750, 1100);
    }

    [Fact]
    public async Task Layout_Changed_IsRemembered()
    {
        await using var open = await OpenAsync();
        var before = (await open.Find(".span-row .lane").First.BoundingBoxAsync())!.Width;
        await open.Find("[aria-label='Width of the names']").FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        var after = (await open.Find(".span-row .lane").First.BoundingBoxAsync())!.Width;
        await open.Find("[aria-label='Move the panel below the spans']").ClickAsync();
        await open.Find(".panel[data-place=below]").WaitForAsync();

        await open.Page.ReloadAsync();
        await open.Find(".panel[data-place=below] .detail").WaitForAsync();

        Assert.Equal("30", await open.Find("[aria-label='Width of the names']").GetAttributeAsync("aria-valuenow"));
        Assert.True(after > before, $"{after} is not more than {before}");
        await open.ScreenshotAsync("panel-below");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Find_StepsThroughMatches_AndShowsOrHidesTheOthers()
    {
        await using var open = await OpenAsync();
        await open.Find(".find-span").FillAsync("retry.count=");
        await open.WaitForTextAsync(".tally", "2 of 7 spans");
        Assert.Equal(4, await open.Find(".span-row").CountAsync());
        await open.Find(".check input").UncheckAsync();
        await open.Find(".span-row >> nth=6").WaitForAsync();
        Assert.Equal(5, await open.Find(".aside-row").CountAsync());

        await open.Find(".find-span").PressAsync("Enter");
        await open.WaitForTextAsync(".detail", "2 of 3");
        await open.Find(".find-span").PressAsync("Enter");
        await open.WaitForTextAsync(".detail", "3 of 3");
        await open.Find(".find-span").PressAsync("Shift+Enter");
        await open.WaitForTextAsync(".detail", "2 of 3");
        Assert.EndsWith("#span=000000000000000b", open.Page.Url, StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Link_ToTheServerOfACall_SelectsItsRow()
    {
        await using var open = await OpenAsync("#span=0000000000000004");

        await open.WaitForTextAsync(".span-row[aria-selected=true]", "order-app → stock");
        await open.WaitForTextAsync(".long.json", "\"A-17\"");
        await open.WaitForTextAsync(".detail", "4ms before the server, 4ms after");
        await open.WaitForTextAsync(".curl", "curl --request POST --user-agent curl/8.5.0 'http://shop.example.com/checkout?cart=7&pay=1'");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Service_Folded_HidesWhatIsBelowItsSpans()
    {
        await using var open = await OpenAsync();
        await open.Find(".services-menu summary").ClickAsync();
        await open.Page.Locator(".services-menu .chip", new() { HasText = "front-proxy" }).ClickAsync();

        await open.Find(".services-menu .chip[aria-pressed=true]").WaitForAsync();
        Assert.Equal(1, await open.Find(".span-row").CountAsync());
        await open.Find(".services-menu .chip[aria-pressed=true]").ClickAsync();
        await open.Find(".span-row >> nth=6").WaitForAsync();
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Flame_Keys_MoveAndZoom()
    {
        await using var open = await OpenAsync("?view=flame");
        await open.Find(".frame").First.FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowDown");
        await open.WaitForTextAsync(".frame:focus", "order post /order");
        await open.WaitForTextAsync(".detail", "post /order");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Find("text=Show all").WaitForAsync();
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Find("text=Show all").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task SpanTable_HeadPressed_SortsByIt()
    {
        await using var open = await OpenAsync("?view=spans");
        await open.Page.Locator(".sort", new() { HasText = "Service" }).ClickAsync();
        await open.WaitForTextAsync("th[aria-sort=ascending]", "Service");
        await open.WaitForTextAsync(".figures tbody tr >> nth=0", "front-proxy");
        await open.Page.Locator(".sort", new() { HasText = "Duration" }).ClickAsync();
        await open.WaitForTextAsync("th[aria-sort=descending]", "Duration");
        await open.Page.Locator(".figures .link", new() { HasText = "send mail" }).ClickAsync();
        await open.WaitForTextAsync(".detail", "send mail");
        Assert.Empty(open.Errors);
    }

    private async Task<OpenPage> OpenAsync(string more = "")
    {
        var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Retried(Samples.Now()));
        await open.GoAsync(Trace + more);
        await open.WaitForTextAsync(".trace-title", "post /checkout");
        return open;
    }
}
