using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ZipkinMesh.Tests.Page;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests the page of the admin interface in a browser.</summary>
public sealed class HomePageTests(Browser browser) : IClassFixture<Browser>
{
    private readonly int[] _ports = Scratch.FreePorts(2);

    private string Address => $"http://127.0.0.1:{_ports[1]}/";

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 320)]
    public async Task Page_AnyWidthAndColors_IsAccessibleAndFits(ColorScheme colors, int width)
    {
        // axe-core is a script, which the page's policy rejects.
        await using var context = await browser.OpenContextAsync(new() { ColorScheme = colors, ViewportSize = new() { Width = width, Height = 900 }, BypassCSP = true });
        using var proxy = await StartAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address);

        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
    }

    [Fact]
    public async Task Forms_Sent_RunTheirCommands()
    {
        await using var context = await browser.OpenContextAsync(new());
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
        await using var context = await browser.OpenContextAsync(new());
        using var proxy = await StartAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync($"<form method=post action='{Address}healthcheck/fail'><button>Win a prize</button></form>");

        await page.ClickAsync("button");

        Assert.Equal("cross-site requests are not allowed\n", await page.TextContentAsync("body"));
        await page.GotoAsync(Address + "ready");
        Assert.Equal("LIVE\n", await page.TextContentAsync("body"));
    }

    private Task<Child> StartAsync() => FrontProxyProcess.StartAsync(_ports[0], ["http://127.0.0.1:1"], "http://127.0.0.1:1", [$"--Admin:Port={_ports[1]}"]);
}
