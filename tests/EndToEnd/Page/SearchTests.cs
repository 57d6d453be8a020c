using System.Globalization;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

public sealed class SearchTests(Browser browser)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Search_ManyTraces_AreListedNewestFirst(ColorScheme colors)
    {
        await using var open = await OpenShopAsync(colors);
        await open.GoAsync("/zipkin/");
        await open.WaitForTextAsync(".count", "10 traces");
        await open.WaitForTextAsync(".count", "limit reached");

        Assert.Contains("20ms", await open.Find(".trace-item").First.InnerTextAsync(), StringComparison.Ordinal);
        await open.ScreenshotAsync($"search-{colors}");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Search_LongestFirst_SelectsFromMoreThanTheLimit()
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("[name=sort]").SelectOptionAsync("longest");

        await open.WaitForTextAsync(".count", "the longest of the 30 newest matches");
        await open.WaitForTextAsync(".trace-item >> nth=0", "223ms");
        Assert.Equal(10, await open.Find(".trace-item").CountAsync());
        Assert.Contains("sort=longest", open.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail", "remoteServiceName", "queue", "30 traces")]
    [InlineData("mail", "remoteServiceName", "nobody", "No traces match in this time range")]
    [InlineData("mail", "spanName", "receive", "30 traces")]
    [InlineData("mail", "maxDuration", "5ms", "5 traces")]
    [InlineData("mail", "minDuration", "20ms", "4 traces")]
    [InlineData("order", "annotationQuery", "error=out of stock", "7 traces")]
    public async Task Search_OneField_FindsMatchingTraces(string service, string name, string value, string count)
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync($"/zipkin/?serviceName={service}&limit=50");
        await open.WaitForTextAsync(".count", "30 traces");
        await open.Find($"[name={name}]").FillAsync(value);
        await open.Find("button.primary").ClickAsync();

        await open.WaitForTextAsync(".traces, .count, .message", count);
        Assert.Contains($"{name}=", open.Page.Url, StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Search_Service_SuggestsItsSpansAndRemoteServices()
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("[name=serviceName] option[value=order]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await open.Find("[name=serviceName]").SelectOptionAsync("order");

        await open.Find("#remote-names option[value=stock]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await open.Find("#span-names option[value=reserve]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Search_CustomRange_FindsTracesThatStartedInIt()
    {
        await using var open = await browser.OpenAsync();
        var at = Samples.Now() - 3_600_000_000;
        await open.Zipkin.GivenAsync(Samples.Failing(at));
        await open.GoAsync("/zipkin/");
        await open.WaitForTextAsync(".message", "No traces in this time range");

        await open.Find("[name=lookback]").SelectOptionAsync("range");
        await open.Find("[name=startTs]").FillAsync(FieldText(at - 60_000_000));
        await open.Find("[name=endTs]").FillAsync(FieldText(at + 60_000_000));
        await open.Find("button.primary").ClickAsync();
        await open.WaitForTextAsync(".count", "1 trace");
        await open.ScreenshotAsync("range");

        // The URL holds the search.
        await open.Page.ReloadAsync();
        await open.WaitForTextAsync(".count", "1 trace");
        await open.Find("[name=endTs]").FillAsync(FieldText(at - 120_000_000));
        await open.Find("button.primary").ClickAsync();
        await open.WaitForTextAsync(".field-error", "The end must be after the start");
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData("serviceName=web&lookback=15m&endTs={0}&limit=10")]
    [InlineData("serviceName=all&spanName=all&lookback=millis&millis=3600000&endTs={0}")]
    [InlineData("lookback=range&startTs={1}&endTs={0}")]
    public async Task Search_LinkOfZipkinLens_FindsTheSameTraces(string query)
    {
        await using var open = await browser.OpenAsync();
        var at = Samples.Now() - 7_200_000_000;
        await open.Zipkin.GivenAsync(Samples.Failing(at));
        await open.GoAsync("/zipkin/?" + string.Format(CultureInfo.InvariantCulture, query, (at / 1000) + 1000, (at / 1000) - 1000));

        await open.WaitForTextAsync(".count", "1 trace");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Search_NewServiceAmongMany_IsSuggestedAfterSearch()
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("[name=serviceName] option[value=mail]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.Find("button.primary").ClickAsync();

        await open.Find("[name=serviceName] option[value=web]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    [Fact]
    public async Task Search_AutoRefresh_ShowsNewTraces()
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/?refresh=5");
        await open.WaitForTextAsync(".message", "No traces yet");
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));

        await open.WaitForTextAsync(".count", "1 trace");
    }

    private async Task<OpenPage> OpenShopAsync(ColorScheme colors = ColorScheme.Light)
    {
        var open = await browser.OpenAsync(colors);
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        return open;
    }

    // The field shows no seconds when they are 0, and Playwright compares what it shows.
    private static string FieldText(long micros)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(micros / 1000).LocalDateTime;
        return time.ToString(time.Second == 0 ? "yyyy-MM-ddTHH:mm" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
    }
}
