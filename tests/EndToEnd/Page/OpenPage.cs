using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Represents an open page with its own server, and the errors that the browser reports.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

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

    /// <summary>
    /// Gets the errors, warnings, policy violations and dialogs that the browser reported. A request for a missing trace counts, too.
    /// </summary>
    public string[] Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    public static async Task<OpenPage> CreateAsync(RunningZipkin zipkin, IBrowserContext context)
    {
        context.SetDefaultTimeout((float)Lines.Bound.TotalMilliseconds);
        return new(zipkin, context, await context.NewPageAsync());
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(Zipkin.Client.BaseAddress!, path).ToString());

    public ILocator Find(string selector, string? text = null) => Page.Locator(selector, new() { HasText = text });

    public Task WaitForTextAsync(string selector, string text) => Page.Locator(selector, new() { HasText = text }).First.WaitForAsync();

    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Root, "artifacts/screenshots", $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await Zipkin.DisposeAsync();
    }

    private void Add(bool bad, string text)
    {
        lock (_errors)
        {
            if (bad)
            {
                _errors.Add(text);
            }
        }
    }
}
