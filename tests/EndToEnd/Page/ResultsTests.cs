using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests the results of a search beyond the list: the plot, live results, and the start with an empty server.</summary>
public sealed class ResultsTests(Browser browser)
{
    [Fact]
    public async Task Plot_MoreTracesThanTheList_ShowsThemAsLinks()
    {
        await using var open = await OpenShopAsync();
        await open.WaitForTextAsync("figcaption", "30 traces");
        Assert.Equal(30, await open.Find(".plot-point").CountAsync());
        Assert.Equal(7, await open.Find(".plot-point.has-error").CountAsync());

        await open.Find(".plot-point.has-error").First.ClickAsync();
        await open.WaitForTextAsync(".span-row", "reserve");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Plot_Drag_SelectsTheTracesWithin()
    {
        await using var open = await OpenShopAsync();
        await open.WaitForTextAsync("figcaption", "30 traces");
        var box = (await open.Find(".plot-area").BoundingBoxAsync())!;

        await open.Page.Mouse.MoveAsync(box.X + (box.Width * 0.76f), box.Y);
        await open.Page.Mouse.DownAsync();
        await open.Page.Mouse.MoveAsync(box.X + box.Width, box.Y + box.Height, new() { Steps = 3 });
        await open.Page.Mouse.UpAsync();
        await open.WaitForTextAsync(".count", "of 30 selected");
        Assert.Equal(7, await open.Find(".trace-item").CountAsync());
        await open.ScreenshotAsync("selection");

        await open.Find("text=Clear selection").ClickAsync();
        await open.WaitForTextAsync(".count", "10 traces");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Plot_Keys_MoveAndSelect()
    {
        await using var open = await OpenShopAsync();
        await open.WaitForTextAsync("figcaption", "30 traces");
        await open.Find(".plot-point[tabindex='0']").FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        await open.Find(".plot-point:focus[aria-label*='27ms']").WaitForAsync();
        for (var i = 0; i < 3; i++)
        {
            await open.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        }

        await open.WaitForTextAsync(".count", "4 traces");
        await open.Page.Keyboard.PressAsync("Escape");
        await open.WaitForTextAsync(".count", "10 traces");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Meter_OneLongTrace_LeavesTheOthersVisible()
    {
        await using var open = await browser.OpenAsync();
        var now = Samples.Now();
        await open.Zipkin.GivenAsync($$"""
            [{"traceId":"a1","id":"1","name":"short","timestamp":{{now}},"duration":20000},{"traceId":"a2","id":"1","name":"long","timestamp":{{now - 70000000}},"duration":60000000}]
            """);
        await open.GoAsync("/zipkin/");
        await open.WaitForTextAsync(".count", "2 traces");
        var widths = await open.Page.EvaluateAsync<double[]>("[...document.querySelectorAll('.meter > span')].map(bar => bar.offsetWidth / bar.parentNode.offsetWidth)");

        Assert.InRange(widths[0], 0.05, 0.5);
        Assert.InRange(widths[1], 0.99, 1);
    }

    [Fact]
    public async Task Live_NewTraces_AppearOrWaitWhilePaused()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Trace(1));
        await open.GoAsync("/zipkin/");
        await open.WaitForTextAsync(".count", "1 trace");
        await open.Find(".live").ClickAsync();
        await open.Find(".live[aria-pressed=true]").WaitForAsync();
        await open.Zipkin.GivenAsync(Trace(2));
        await open.WaitForTextAsync(".count", "2 traces");
        await open.ScreenshotAsync("live");

        await open.Find("text=Pause").ClickAsync();
        await open.Zipkin.GivenAsync(Trace(3));
        await open.WaitForTextAsync(".news", "1 new");
        await open.Zipkin.GivenAsync(Trace(4));
        await open.WaitForTextAsync(".news", "2 new");
        Assert.Equal(2, await open.Find(".trace-item").CountAsync());
        await open.Find(".news").ClickAsync();
        await open.WaitForTextAsync(".count", "4 traces");
        Assert.True(await open.Find(".news").IsHiddenAsync());
        Assert.Contains("live=on", open.Page.Url, StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Empty_DemoTrace_IsShown()
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/");
        await open.WaitForTextAsync(".welcome", $"{open.Zipkin.Client.BaseAddress}api/v2/spans");
        await open.WaitForTextAsync("#status", "0 of 500,000 spans, in memory");
        await open.Find("text=Send a demo trace").ClickAsync();

        await open.WaitForTextAsync(".trace-item", "demo-frontend");
        await open.WaitForTextAsync("#status", "8 of 500,000 spans, since");
        await open.Find(".trace-item").ClickAsync();
        await open.WaitForTextAsync(".span-row", "hgetall");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Empty_FirstSpans_AppearByThemselves()
    {
        await using var open = await browser.OpenAsync(ColorScheme.Light, "COLLECTOR_OTLP_HTTP_PORT=0");
        await open.GoAsync("/zipkin/");
        await open.Find(".welcome").WaitForAsync();
        await open.Zipkin.GivenAsync(Trace(1));

        await open.WaitForTextAsync(".count", "1 trace");
        Assert.Empty(open.Errors);
    }

    private static string Trace(int number) =>
        $$$"""[{"traceId":"{{{number}}}","id":"1","name":"get","timestamp":{{{Samples.Now() + number}}},"duration":1000,"localEndpoint":{"serviceName":"web"}}]""";

    private async Task<OpenPage> OpenShopAsync()
    {
        var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        await open.GoAsync("/zipkin/");
        return open;
    }
}
