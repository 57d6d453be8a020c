using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests how the search form builds a query.</summary>
public sealed class FilterTests(Browser browser)
{
    [Fact]
    public async Task Filters_AddedAndRemoved_ChangeTheResults()
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync("/zipkin/?limit=50");
        await open.WaitForTextAsync(".count", "30 traces");

        await open.Find("[name=errorsOnly]").CheckAsync();
        await open.WaitForTextAsync(".count", "7 traces");
        await open.Find("[name=annotationQuery]").FillAsync("http.status_code=500");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.WaitForTextAsync(".filter", "http.status_code=500");
        Assert.Equal(["error", "http.status_code=500"], await FiltersAsync(open));
        await open.ScreenshotAsync("filters");

        // The search survives a reload.
        await open.Page.ReloadAsync();
        await open.WaitForTextAsync(".count", "7 traces");
        Assert.True(await open.Find("[name=errorsOnly]").IsCheckedAsync());
        await open.Find("[aria-label='Remove filter error']").PressAsync("Enter");
        await open.Find("[name=errorsOnly]:not(:checked)").WaitForAsync();
        await open.Find(".filter:focus").PressAsync("Enter");
        await open.WaitForTextAsync(".count", "30 traces");
        Assert.Empty(await FiltersAsync(open));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Filters_Exclusion_OmitsTheTraces()
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync("/zipkin/?limit=50");
        await open.Find("[name=annotationQuery]").FillAsync("error");
        await open.Find(".exclude").ClickAsync();

        await open.WaitForTextAsync(".count", "23 traces");
        Assert.Equal(["not error"], await FiltersAsync(open));
        Assert.Contains("excludeQuery=error", open.Page.Url, StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Filters_TypedTag_CompletesKeysAndValues()
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("[name=annotationQuery]").FillAsync("http");
        await SuggestionAsync(open, "http.status_code=");
        await open.Find("[name=annotationQuery]").FillAsync("http.status_code=");
        await SuggestionAsync(open, "http.status_code=500");
        Assert.Equal(2, await open.Find("#tag-names option").CountAsync());
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData("minDuration=abc", "minDuration: “abc” is not allowed; allowed: a duration")]
    [InlineData("limit=many", "limit: “many” is not allowed; allowed: a number from 1 to 10000")]
    [InlineData("lookback=soon", "lookback: “soon” is not allowed")]
    public async Task Link_InvalidValue_IsReportedInsteadOfSearched(string query, string problem)
    {
        await using var open = await OpenShopAsync();
        await open.GoAsync($"/zipkin/?{query}");
        await open.WaitForTextAsync(".message.bad", problem);
        Assert.Equal(0, await open.Find(".trace-item").CountAsync());
        await open.ScreenshotAsync("bad-link");
        Assert.Empty(open.Errors);
    }

    private static Task SuggestionAsync(OpenPage open, string value) =>
        open.Find($"#tag-names option[value='{value}']").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    private static async Task<IEnumerable<string>> FiltersAsync(OpenPage open) =>
        (await open.Find(".filter").AllInnerTextsAsync()).Select(text => text.TrimEnd('×').Trim());

    private async Task<OpenPage> OpenShopAsync()
    {
        var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        return open;
    }
}
