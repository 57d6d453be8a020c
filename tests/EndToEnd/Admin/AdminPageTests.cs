using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ZipkinMesh.Tests.Page;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests a page of the admin interface of a front proxy whose upstream refuses connections, in a browser.</summary>
/// <param name="browser">The browser.</param>
/// <param name="path">The path of the page.</param>
public abstract class AdminPageTests(Browser browser, string path) : IClassFixture<Browser>
{
    private static readonly HttpClient Client = new();

    private readonly int[] _ports = Scratch.FreePorts(2);

    private protected Browser Browser { get; } = browser;

    private protected string Address => $"http://127.0.0.1:{_ports[1]}{path}";

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 320)]
    public async Task Page_AnyWidthAndColors_IsAccessibleAndFits(ColorScheme colors, int width)
    {
        // axe-core is a script, which the page's policy rejects.
        await using var context = await Browser.OpenContextAsync(new() { ColorScheme = colors, ViewportSize = new() { Width = width, Height = 900 }, BypassCSP = true });
        using var proxy = await StartAsync();
        await SendAsync("/trace/1");
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address);
        await WaitForContentAsync(page);

        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
    }

    /// <summary>Waits until the page shows one request, if it shows requests.</summary>
    private protected virtual Task WaitForContentAsync(IPage page) => Task.CompletedTask;

    /// <summary>Sends a request to the proxy.</summary>
    private protected async Task SendAsync(string target)
    {
        using var response = await Client.GetAsync(new Uri($"http://127.0.0.1:{_ports[0]}{target}"), TestContext.Current.CancellationToken);
    }

    private protected Task<Child> StartAsync() => FrontProxyProcess.StartAsync(
        _ports[0], ["http://127.0.0.1:1"], "http://127.0.0.1:1", [$"--Admin:Port={_ports[1]}", "--Tracing:TraceUrl=http://zipkin.test/traces/{traceId}"]);
}
