using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests that axe-core reports nothing in the views, except that of one trace, and that they fit the window.</summary>
public sealed class SearchAccessibilityTests(Browser browser)
{
    public static TheoryData<string, string, ColorScheme, int> Views
    {
        get
        {
            var views = new TheoryData<string, string, ColorScheme, int>();
            foreach (var (path, content) in new[]
            {
                ("/zipkin/?limit=50&annotationQuery=http.status_code&excludeQuery=nothing", ".plot-point"),
                ("/zipkin/?live=on&sort=longest", ".plot-point"),
                ("/zipkin/?minDuration=abc", ".message.bad"),
                ("/zipkin/?serviceName=nobody", ".message"),
                ("/zipkin/statistics", ".figures"),
                ("/zipkin/comparison", ".figures"),
                ("/zipkin/dependency", ".links"),
                ("/zipkin/traceViewer", ".message"),
            })
            {
                views.Add(path, content, ColorScheme.Light, 1280);
                views.Add(path, content, ColorScheme.Dark, 390);
                views.Add(path, content, ColorScheme.Light, 1920);
            }

            return views;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task View_AnyWidthAndColors_IsAccessibleAndFits(string path, string content, ColorScheme colors, int width)
    {
        await using var open = await OpenAsync(colors, width);
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        await open.GoAsync(path);
        await open.Find(content).First.WaitForAsync();

        await AssertAccessibleAsync(open);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task View_EmptyServer_IsAccessibleAndFits(ColorScheme colors, int width)
    {
        await using var open = await OpenAsync(colors, width);
        await open.GoAsync("/zipkin/");
        await open.Find(".welcome").WaitForAsync();

        await AssertAccessibleAsync(open);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1280)]
    public async Task View_FileWithManyTraces_IsAccessibleAndFits(ColorScheme colors, int width)
    {
        await using var open = await OpenAsync(colors, width);
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(Samples.File("shop.json", Samples.Shop(Samples.Now())));
        await open.Find(".plot-point").First.WaitForAsync();

        await AssertAccessibleAsync(open);
    }

    private static async Task AssertAccessibleAsync(OpenPage open)
    {
        Assert.Empty((await open.Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        Assert.False(await open.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
        Assert.Empty(open.Errors);
    }

    // axe-core is a script, which the page's policy rejects.
    private async Task<OpenPage> OpenAsync(ColorScheme colors, int width) => await OpenPage.CreateAsync(
        await RunningZipkin.StartAsync(),
        await browser.OpenContextAsync(new() { ColorScheme = colors, ViewportSize = new() { Width = width, Height = 900 }, BypassCSP = true }));
}
