using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Proxy.Admin;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Runs a proxy in the test's process, over real sockets, with an upstream and a collector that the test controls. Disposal fails the
/// test when the collector has spans that the test didn't take, which catches spans reported twice.
/// </summary>
internal sealed class ProxyEnvironment(ProxySetup setup, RawServer upstream, FakeCollector collector) : IAsyncDisposable
{
    private readonly List<RawConnection> _connections = [];
    private readonly Scratch _scratch = new();
    private WebApplication? _app;

    public RawServer Upstream { get; } = upstream;

    public FakeCollector Collector { get; } = collector;

    public Lines Log { get; } = new();

    public string SettingsPath => Path.Combine(_scratch.Folder, "proxy.json");

    public IServiceProvider Services => _app!.Services;

    public ReporterStats Stats { get; private set; } = new();

    /// <summary>Gets the ports of the listeners, ordered by the listeners' names.</summary>
    public int[] Ports { get; private set; } = [];

    /// <summary>Gets the address of the admin interface; null when there is none.</summary>
    public Uri? AdminAddress { get; private set; }

    /// <summary>Writes the settings file.</summary>
    public void WriteSettings(string settings) => File.WriteAllText(SettingsPath, settings);

    /// <summary>Writes the current settings of the setup to the file, which makes the proxy reload it.</summary>
    public void WriteSettings() => WriteSettings(setup.ToJson(this));

    public async Task StartAsync(WebApplication app)
    {
        _app = app;
        Stats = app.Services.GetRequiredService<ReporterStats>();
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        AdminAddress = app.Services.GetService<AdminServer>() is { } admin ? new Uri(admin.Address) : null;
        Ports = [.. addresses.Select(address => new Uri(address).Port)];
    }

    /// <summary>Returns a service of the running proxy.</summary>
    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Opens a connection to a listener; closed on disposal.</summary>
    public async Task<RawConnection> ConnectAsync(int listener = 0)
    {
        var connection = await RawConnection.OpenAsync(Ports[listener]);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Sends the bytes of a request on a new connection, and reads the response.</summary>
    public async Task<RawMessage> SendAsync(string request, int listener = 0)
    {
        var connection = await ConnectAsync(listener);
        await connection.WriteAsync(request);
        return await connection.ReadResponseAsync(request.Split(' ')[0]);
    }

    /// <summary>Sends a GET request with a Host header and the given headers.</summary>
    public Task<RawMessage> GetAsync(string path, params string[] headers) => SendAsync(RawRequest.Get(path, headers));

    /// <summary>Sends a GET request to the role's path; returns the forwarded request, the response and the span.</summary>
    public async Task<TracedExchange> TraceAsync(params string[] headers)
    {
        var response = await GetAsync(setup.Role.Path, headers);
        return new TracedExchange(await Upstream.TakeAsync(), response, await Collector.TakeAsync());
    }

    /// <summary>Sends a GET request that gets no span to the role's path; returns the forwarded request.</summary>
    public async Task<RawMessage> ForwardAsync(params string[] headers)
    {
        await GetAsync(setup.Role.Path, headers);
        return await Upstream.TakeAsync();
    }

    /// <summary>Stops the proxy as SIGTERM does, which flushes its spans to the collector.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Connections and upstream are closed first, so that no request in flight delays the shutdown.
        _connections.ForEach(connection => connection.Dispose());
        await Upstream.DisposeAsync();
        await StopAsync();
        await Collector.DisposeAsync();
        _scratch.Dispose();
        await Log.DisposeAsync();

        var remaining = Collector.TakeRemaining();
        Assert.True(remaining.Count == 0, $"The test didn't take all spans. Is one reported twice, or for a request that must not be traced?\n{string.Join('\n', remaining)}");
    }

    /// <summary>Represents a traced exchange: the request as the upstream received it, the response as the client received it, and the span.</summary>
    public sealed record TracedExchange(RawMessage Request, RawMessage Response, ReportedSpan Span);
}
