using Microsoft.Playwright;
using ZipkinMesh.Tests.Page;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests the page of recent requests in a browser.</summary>
public sealed class TracesPageTests(Browser browser) : AdminPageTests(browser, "/traces")
{
    [Fact]
    public async Task Requests_New_AppearWithReasonAndLink()
    {
        await using var context = await Browser.OpenContextAsync(new());
        using var proxy = await StartAsync();
        var page = await OpenAsync(context, out var errors);
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("No requests yet");

        await SendAsync("/trace/1?<script>alert(1)</script>");

        var row = page.Locator("tbody tr").First;
        await Assertions.Expect(row).ToContainTextAsync("GET /trace/1?%3Cscript%3Ealert(1)%3C/script%3E");
        await Assertions.Expect(row).ToContainTextAsync("upstream connection failure (UF)");
        var link = row.Locator("a");
        Assert.Equal($"http://zipkin.test/traces/{await link.TextContentAsync()}", await link.GetAttributeAsync("href"));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Filter_PartOfAPath_ShowsMatchesAndIsInTheAddress()
    {
        await using var context = await Browser.OpenContextAsync(new());
        using var proxy = await StartAsync();
        await SendAsync("/first");
        await SendAsync("/second");
        var page = await OpenAsync(context, out var errors);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);

        await page.FillAsync("#filter", "SEC");

        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("/second");
        Assert.Equal(Address + "?filter=SEC", page.Url);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Pause_Pressed_KeepsTheRowsUntilResumed()
    {
        await using var context = await Browser.OpenContextAsync(new());
        using var proxy = await StartAsync();
        var page = await OpenAsync(context, out _);
        await page.ClickAsync("#pause");
        await Assertions.Expect(page.Locator("#pause")).ToHaveTextAsync("Resume");
        var requests = 0;
        page.Request += (_, request) => requests++;
        await SendAsync("/unseen");

        // Two rounds of the page's timer.
        await page.EvaluateAsync("new Promise(done => setTimeout(done, 2 * interval))");

        Assert.Equal(0, requests);
        await page.ClickAsync("#pause");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("/unseen");
    }

    private Task<IPage> OpenAsync(IBrowserContext context, out List<string> errors)
    {
        List<string> seen = errors = [];
        return OpenAsync();

        async Task<IPage> OpenAsync()
        {
            var page = await context.NewPageAsync();
            page.Console += (_, message) => seen.Add(message.Text);
            page.PageError += (_, error) => seen.Add(error);
            await page.GotoAsync(Address);
            return page;
        }
    }

    private protected override Task WaitForContentAsync(IPage page) => Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
}
