using System.Diagnostics;

namespace ZipkinMesh.Tests.App;

/// <summary>Runs the app of service 1 alone, with spans of its own, between a fake egress and a fake collector.</summary>
internal sealed class AppWithSpans : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private readonly int _port = Scratch.FreePorts(1)[0];
    private readonly FakeEgress _egress;
    private Child? _app;

    private AppWithSpans(FakeEgress egress) => _egress = egress;

    public FakeCollector Collector { get; } = new();

    public Lines Output => _app!.Output;

    /// <summary>Gets the headers of the app's only call.</summary>
    public Dictionary<string, string> SentHeaders => Assert.Single(_egress.Requests).Headers
        .ToDictionary(header => header.Key, header => Assert.Single(header.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>Starts the app, and waits until it listens.</summary>
    /// <param name="egressStatus">The status of the egress's responses.</param>
    /// <param name="settings">Variables of the environment, such as <c>OTEL_SERVICE_NAME=greeter</c>.</param>
    public static async Task<AppWithSpans> StartAsync(int egressStatus = 200, params string[] settings)
    {
        var app = new AppWithSpans(await FakeEgress.StartAsync(context =>
        {
            context.Response.StatusCode = egressStatus;
            return Task.CompletedTask;
        }));
        try
        {
            app._app = new Child(Program, [], app.Environment(settings));
            await app.WaitUntilHealthyAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the app with settings that end it.</summary>
    public static Child StartInvalid(string setting)
    {
        var pair = setting.Split('=', 2);
        return new Child(Program, [], new() { ["SERVICE_NAME"] = "1", ["App__Sidecar"] = "", ["OTEL_TRACES_EXPORTER"] = "zipkin", [pair[0]] = pair[1] });
    }

    /// <summary>Runs the health check of the image, and returns its exit code.</summary>
    public async Task<int> CheckHealthAsync()
    {
        using var check = new Child(Program, ["--health"], Environment([]));
        return await check.ExitCodeAsync();
    }

    public async Task RequestAsync(string path, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_port}{path}");
        foreach (var header in headers.Select(header => header.Split(": ", 2)))
        {
            request.Headers.Add(header[0], header[1]);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
    }

    /// <summary>Stops the app, which sends the spans that wait.</summary>
    public async Task StopAsync()
    {
        _app!.Signal(Child.SigTerm);
        Assert.Equal(0, await _app.ExitCodeAsync());
    }

    /// <summary>Stops the app, and returns its spans by kind: one SERVER span and one CLIENT span at most.</summary>
    public async Task<Dictionary<string, ReportedSpan>> StopAndTakeAsync(int count)
    {
        await StopAsync();
        var spans = new Dictionary<string, ReportedSpan>();
        for (var i = 0; i < count; i++)
        {
            var span = await Collector.TakeAsync();
            spans.Add(span.Kind, span);
        }

        Assert.Empty(Collector.TakeRemaining());
        return spans;
    }

    public async ValueTask DisposeAsync()
    {
        _app?.Dispose();
        _client.Dispose();
        await _egress.DisposeAsync();
        await Collector.DisposeAsync();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "service");

    private async Task WaitUntilHealthyAsync()
    {
        for (var clock = Stopwatch.StartNew(); await CheckHealthAsync() != 0; await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            Assert.True(clock.Elapsed < Lines.Bound, string.Join('\n', _app!.Errors.All));
        }
    }

    private Dictionary<string, string> Environment(string[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["SERVICE_NAME"] = "1",
            ["App__Port"] = $"{_port}",
            ["App__Egress"] = _egress.Address.OriginalString,
            ["App__Sidecar"] = "",
            ["OTEL_TRACES_EXPORTER"] = "zipkin",
            ["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = $"{Collector.Address}/api/v2/spans",
        };
        foreach (var setting in settings.Select(setting => setting.Split('=', 2)))
        {
            environment[setting[0]] = setting[1];
        }

        return environment;
    }
}
