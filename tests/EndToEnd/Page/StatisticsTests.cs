using System.Globalization;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests the views that compute statistics, and the dependency graph.</summary>
public sealed class StatisticsTests(Browser browser)
{
    [Fact]
    public async Task Statistics_Shop_ListsServicesOperationsAndCalls()
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync("/zipkin/statistics");
        await open.WaitForTextAsync(".count", "Computed from 30 traces, in 900 seconds");

        // Nearest rank: the 15th, the 27th and the 30th of 30.
        Assert.Equal(["order", "2/min", "30", "7 (23%)", "59ms", "101ms", "111.500ms", "Traces"], await RowAsync(open, "Services", "order"));
        Assert.Equal(["order", "stock", "2/min", "30", "7 (23%)", "29.500ms", "50.500ms", "55.750ms", "Traces"], await RowAsync(open, "Calls between services", "stock"));
        await open.Find("[aria-label=Operations] >> text=p99").ClickAsync();
        await open.Find("[aria-label=Operations] th[aria-sort=descending] >> text=p99").WaitForAsync();
        Assert.StartsWith("front", await open.Find("[aria-label=Operations] tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);

        await open.Find("[name=service]").SelectOptionAsync("cart");
        await open.Find("[aria-label=Services] tbody tr:only-child").WaitForAsync();
        Assert.Equal(2, await open.Find("[aria-label='Calls between services'] tbody tr").CountAsync());
        Assert.EndsWith("/zipkin/statistics?service=cart", open.Page.Url, StringComparison.Ordinal);
        await open.Find("[aria-label=Operations] >> text=Traces").ClickAsync();
        await open.WaitForTextAsync(".filter", "get /cart");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Comparison_TwoRanges_ShowsWhatChanged()
    {
        await using var open = await browser.OpenAsync();
        var now = Samples.Now();
        await open.Zipkin.GivenAsync($"[{Spans("a", "get", now, 20_000)},{Spans("b", "get", now - 600_000_000, 10_000)},{Spans("c", "new", now, 1000)},{Spans("d", "old", now - 600_000_000, 1000)}]");
        await open.GoAsync("/zipkin/comparison?lookback=5m&baseline=previous");
        await open.WaitForTextAsync(".count", "After: 6 traces");
        await open.Find("[name=baseline]").SelectOptionAsync("custom");
        await open.Find("[name=baselineStart]").FillAsync(FieldText(now - 660_000_000));
        await open.Find("button.primary").ClickAsync();
        await open.WaitForTextAsync(".count", "Before: 6 traces");

        Assert.Equal(["web", "get", "slower", "3 → 3±0%", "0% → 0%", "10ms → 20ms+100%", "10ms → 20ms+100%"], await RowAsync(open, "Operations, the largest change first", "get"));
        Assert.Equal(["web", "new", "new", "– → 3", "– → 0%", "– → 1ms", "– → 1ms"], await RowAsync(open, "Operations, the largest change first", "new"));
        await open.WaitForTextAsync(".badge", "gone");
        await open.ScreenshotAsync("comparison");

        // The URL holds the comparison.
        await open.Page.ReloadAsync();
        await open.WaitForTextAsync(".count", "Before: 6 traces");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Dependencies_WideGraph_FitsAndZooms()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Chain(7));
        await open.GoAsync("/zipkin/dependency");
        await open.Find(".graph .node").First.WaitForAsync();
        await WaitForHiddenWidthAsync(open, 0, 0);
        await open.ScreenshotAsync("wide-graph");

        await open.Find("[aria-label='Zoom in']").ClickAsync();
        await WaitForHiddenWidthAsync(open, 100, 1000);
        await open.Find(".graph").FocusAsync();
        await open.Page.Keyboard.PressAsync("0");
        await WaitForHiddenWidthAsync(open, 0, 0);
        Assert.Empty(open.Errors);
    }

    // The graph is drawn again after the event.
    private static async Task WaitForHiddenWidthAsync(OpenPage open, int min, int max)
    {
        using var bound = new CancellationTokenSource(Lines.Bound);
        while (await open.Page.EvaluateAsync<int>("(() => { const graph = document.querySelector('.graph'); return graph.scrollWidth - graph.clientWidth; })()")
            is var width && (width < min || width > max))
        {
            Assert.False(bound.IsCancellationRequested, $"{width} pixels of the graph are hidden; expected: {min} to {max}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<IEnumerable<string>> RowAsync(OpenPage open, string table, string text) =>
        (await open.Find($"[aria-label='{table}'] tbody tr", text).First.Locator("td").AllInnerTextsAsync()).Select(cell => cell.Trim());

    /// <summary>Returns three traces of one span.</summary>
    private static string Spans(string traces, string name, long at, int duration) => string.Join(',', Enumerable.Range(1, 3).Select(i => $$$"""
        {"traceId":"{{{traces}}}{{{i}}}","id":"1","kind":"SERVER","name":"{{{name}}}","timestamp":{{{at - i}}},"duration":{{{duration}}},"localEndpoint":{"serviceName":"web"}}
        """));

    /// <summary>Returns a trace in which each service calls the next one.</summary>
    private static string Chain(int length) => "[" + string.Join(',', Enumerable.Range(1, length).Select(i => $$$"""
        {"traceId":"1","id":"{{{i}}}",{{{(i == 1 ? "" : $"\"parentId\":\"{i - 1}\",")}}}"kind":"SERVER","timestamp":{{{Samples.Now()}}},"duration":10,"localEndpoint":{"serviceName":"a-service-with-a-long-name-{{{i}}}"}}
        """)) + "]";

    // Shows no seconds when they are 0, as the field does.
    private static string FieldText(long micros)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(micros / 1000).LocalDateTime;
        return time.ToString(time.Second == 0 ? "yyyy-MM-ddTHH:mm" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
    }

    private async Task<OpenPage> OpenShopAsync()
    {
        var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        return open;
    }
}
