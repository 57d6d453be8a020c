using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Reporting;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// A proxy at work, in this process and over real sockets, between a client, an upstream and a collector that the test holds.
/// Spans the test has not taken by its end fail it: one too many is how a wrongly shared span shows.
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

    public ReporterStats Stats { get; private set; } = new();

    /// <summary>The ports of the listeners, in the order of their names.</summary>
    public int[] Ports { get; private set; } = [];

    public void Write(string settings) => File.WriteAllText(SettingsPath, settings);

    /// <summary>Writes the settings as they are in the setup now; the proxy sees the file change.</summary>
    public void Rewrite() => Write(setup.Settings(this));

    public async Task StartAsync(WebApplication app)
    {
        _app = app;
        Stats = app.Services.GetRequiredService<ReporterStats>();
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Ports = [.. addresses.Select(address => new Uri(address).Port)];
    }

    /// <summary>A connection of the client's own, closed when the test is over.</summary>
    public async Task<RawConnection> ConnectAsync(int listener = 0)
    {
        var connection = await RawConnection.OpenAsync(Ports[listener]);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Sends these very bytes, on a connection of their own, and reads the response.</summary>
    public async Task<RawMessage> SendAsync(string request, int listener = 0)
    {
        var connection = await ConnectAsync(listener);
        await connection.WriteAsync(request);
        return await connection.ReadResponseAsync(request.Split(' ')[0]);
    }

    /// <summary>A GET with these headers, besides Host.</summary>
    public Task<RawMessage> GetAsync(string path, params string[] headers) => SendAsync(Get(path, headers));

    /// <summary>As <see cref="GetAsync"/> at the role's path; gives the request as it arrived, too, and the span.</summary>
    public async Task<Exchanged> TraceAsync(params string[] headers)
    {
        var response = await GetAsync(setup.Role.Path, headers);
        return new Exchanged(await Upstream.TakeAsync(), response, await Collector.TakeAsync());
    }

    /// <summary>As <see cref="TraceAsync"/>, when no span is to come.</summary>
    public async Task<RawMessage> ForwardAsync(params string[] headers)
    {
        await GetAsync(setup.Role.Path, headers);
        return await Upstream.TakeAsync();
    }

    public static string Get(string path, params string[] headers) => RawRequest.Get(path, headers);

    /// <summary>Stops the proxy as SIGTERM does; its last spans are with the collector then.</summary>
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
        // Clients and upstream go first, so that no request under way holds up the proxy's end.
        _connections.ForEach(connection => connection.Dispose());
        await Upstream.DisposeAsync();
        await StopAsync();
        await Collector.DisposeAsync();
        _scratch.Dispose();
        await Log.DisposeAsync();

        var rest = Collector.TakeRemaining();
        Assert.True(rest.Count == 0, $"Spans that the test did not take; is one reported twice, or for a request that is not traced?\n{string.Join('\n', rest)}");
    }

    /// <summary>One request: as the upstream saw it, its response as the client saw it, and its span.</summary>
    public sealed record Exchanged(RawMessage Request, RawMessage Response, ReportedSpan Span);
}
