using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// What a test asks of a proxy before it starts: a role, and settings where they differ from the role's. The settings go the way
/// they always go, through a file.
/// </summary>
internal sealed class ProxySetup(ProxyRole role)
{
    private readonly Dictionary<string, string?> _settings = [];
    private FakeCollector? _collector;
    private IStreamObserver? _observer;
    private TimeProvider? _time;

    public ProxyRole Role { get; } = role;

    /// <summary>What the names of the settings resolve to; none does, until a test says so.</summary>
    public FakeHostAddresses Names { get; } = new();

    private string RouteKey => $"ReverseProxy:Routes:{Role.Cluster}";

    /// <summary>A setting by its key; null leaves it out.</summary>
    public ProxySetup With(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    public ProxySetup WithRouteTimeout(string timeout) => With($"{RouteKey}:Timeout", timeout);

    /// <summary>Where requests go, in place of the environment's own upstream.</summary>
    public ProxySetup WithUpstream(string address) => With($"ReverseProxy:Clusters:{Role.Cluster}:Destinations:upstream:Address", address);

    public ProxySetup WithCollector(FakeCollector collector)
    {
        _collector = collector;
        return this;
    }

    public ProxySetup WithTime(TimeProvider time)
    {
        _time = time;
        return this;
    }

    public ProxySetup WithObserver(IStreamObserver observer)
    {
        _observer = observer;
        return this;
    }

    public async Task<ProxyEnvironment> StartAsync()
    {
        var environment = new ProxyEnvironment(this, new RawServer(), _collector ?? new FakeCollector());
        try
        {
            environment.Write(Settings(environment));
            await environment.StartAsync(Build(environment));
            return environment;
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    /// <summary>The file's text. Keys may be as long as they like: a JSON name with colons is a path of sections.</summary>
    public string Settings(ProxyEnvironment environment)
    {
        Dictionary<string, string?> settings = new()
        {
            ["Node:Id"] = "node-1",
            ["Node:Cluster"] = "proxy-1",
            [$"Listeners:{Role.Listener}:Address"] = "127.0.0.1",
            [$"Listeners:{Role.Listener}:Port"] = "0",
            [$"Listeners:{Role.Listener}:Direction"] = Role.Direction,
            ["Tracing:CollectorCluster"] = "zipkin",
            ["Tracing:FlushInterval"] = "00:00:00.010",
            [$"{RouteKey}:ClusterId"] = Role.Cluster,
            [$"{RouteKey}:Metadata:Listener"] = Role.Listener,
            [$"{RouteKey}:Metadata:Operation"] = Role.Operation,
            [$"{RouteKey}:Metadata:Prefix"] = Role.Prefix,
            [$"ReverseProxy:Clusters:{Role.Cluster}:Destinations:upstream:Address"] = environment.Upstream.Address,
            ["ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address"] = environment.Collector.Address,
            ["Logging:LogLevel:ZipkinMesh"] = "Debug",
            ["Logging:Console:LogLevel:Default"] = "None",
        };
        foreach (var (key, value) in _settings)
        {
            settings[key] = value;
        }

        return JsonSerializer.Serialize(settings.Where(setting => setting.Value is not null).ToDictionary());
    }

    private WebApplication Build(ProxyEnvironment environment) => ProxyHost.Build(["-c", environment.SettingsPath], builder =>
    {
        builder.Services.AddSingleton<IHostAddresses>(Names);
        builder.Logging.AddProvider(new LogLines(environment.Log));
        if (_observer is not null)
        {
            builder.Services.AddSingleton(_observer);
        }

        if (_time is not null)
        {
            builder.Services.AddSingleton(_time);
        }
    });
}
