using Microsoft.Playwright;
using ZipkinMesh.Tests.Page;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ZipkinMesh.Tests.Page;

/// <summary>A real browser that all tests of the page share. The first test that needs it starts it.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private readonly SemaphoreSlim _once = new(1);
    private IPlaywright? _driver;
    private IBrowser? _browser;

    internal async Task<OpenPage> OpenAsync(ColorScheme colours = ColorScheme.Light, params string[] settings)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed");
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _driver ??= await Playwright.CreateAsync();
            _browser ??= await _driver.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
                ],
            });
        }
        finally
        {
            _once.Release();
        }

        var zipkin = await RunningZipkin.StartAsync(settings);
        var context = await _browser.NewContextAsync(new() { ColorScheme = colours, ViewportSize = new() { Width = 1400, Height = 900 } });
        return await OpenPage.CreateAsync(zipkin, context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _driver?.Dispose();
        _once.Dispose();
    }
}

/// <summary>A page on its own server, with everything the browser reports while it is open.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private OpenPage(RunningZipkin zipkin, IBrowserContext context, IPage page)
    {
        Zipkin = zipkin;
        _context = context;
        Page = page;
        page.Console += (_, message) => Add(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Add(true, error);
        page.Dialog += (_, dialog) => Add(true, $"dialog: {dialog.Message}");
    }

    public RunningZipkin Zipkin { get; }

    public IPage Page { get; }

    /// <summary>Gets the errors, policy violations and dialogs. The browser also reports a request for a missing trace.</summary>
    public string[] Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    public static async Task<OpenPage> CreateAsync(RunningZipkin zipkin, IBrowserContext context)
    {
        context.SetDefaultTimeout((float)Lines.Bound.TotalMilliseconds);
        return new(zipkin, context, await context.NewPageAsync());
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(Zipkin.Client.BaseAddress!, path).ToString());

    public ILocator Find(string selector) => Page.Locator(selector);

    public Task SeeAsync(string selector, string text) => Page.Locator(selector, new() { HasText = text }).First.WaitForAsync();

    public Task PictureAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Root, "artifacts/screenshots", $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await Zipkin.DisposeAsync();
    }

    private void Add(bool bad, string text)
    {
        lock (_complaints)
        {
            if (bad)
            {
                _complaints.Add(text);
            }
        }
    }
}
