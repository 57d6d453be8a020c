using Microsoft.Playwright;
using ZipkinMesh.Tests.Page;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests the page of the admin interface in a browser.</summary>
public sealed class HomePageTests(Browser browser) : AdminPageTests(browser, "/")
{
    [Fact]
    public async Task Forms_Sent_RunTheirCommands()
    {
        await using var context = await Browser.OpenContextAsync(new());
        using var proxy = await StartAsync();
        var page = await context.NewPageAsync();
        List<string> errors = [];
        page.Console += (_, message) => errors.Add(message.Text);
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(Address);
        Assert.Empty(errors);

        await page.FillAsync("#clusters-filter", "zip");
        await page.ClickAsync("button[aria-describedby=clusters]");
        Assert.StartsWith("zipkin::observability_name::zipkin\n", await page.TextContentAsync("body"), StringComparison.Ordinal);

        await page.GoBackAsync();
        await page.ClickAsync("button[aria-describedby=healthcheck-fail]");
        Assert.Equal("OK\n", await page.TextContentAsync("body"));

        await page.GotoAsync(Address + "ready");
        Assert.Equal("DRAINING\n", await page.TextContentAsync("body"));
    }

    [Fact]
    public async Task Change_PageOfAnotherOrigin_IsRejected()
    {
        await using var context = await Browser.OpenContextAsync(new());
        using var proxy = await StartAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync($"<form method=post action='{Address}healthcheck/fail'><button>Win a prize</button></form>");

        await page.ClickAsync("button");

        Assert.Equal("cross-site requests are not allowed\n", await page.TextContentAsync("body"));
        await page.GotoAsync(Address + "ready");
        Assert.Equal("LIVE\n", await page.TextContentAsync("body"));
    }
}
