using Microsoft.Playwright;
using ZipkinMesh.Tests.Page;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ZipkinMesh.Tests.Page;

/// <summary>Provides the browser that all tests of the page share. The first test that needs it starts it.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private readonly SemaphoreSlim _startLock = new(1);
    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <summary>Starts a Zipkin and opens a tab for its page.</summary>
    internal async Task<OpenPage> OpenAsync(ColorScheme colors = ColorScheme.Light, params string[] settings)
    {
        var context = await OpenContextAsync(new() { ColorScheme = colors, ViewportSize = new() { Width = 1400, Height = 900 } });
        return await OpenPage.CreateAsync(await RunningZipkin.StartAsync(settings), context);
    }

    /// <summary>Starts a session of the browser; skips the test when it isn't installed.</summary>
    internal async Task<IBrowserContext> OpenContextAsync(BrowserNewContextOptions options)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed");
        await _startLock.WaitAsync(TestContext.Current.CancellationToken);
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
            _startLock.Release();
        }

        return await _browser.NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _driver?.Dispose();
        _startLock.Dispose();
    }
}
