using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Configures and starts a proxy for a test: a role, and the settings that differ from the role's defaults. The proxy reads the
/// settings from a file, as in production.
/// </summary>
internal sealed class ProxySetup(ProxyRole role)
{
    private readonly Dictionary<string, string?> _settings = [];
    private readonly Dictionary<string, string?> _variables = [];
    private FakeCollector? _collector;
    private IStreamObserver? _observer;
    private OverloadState? _overload;
    private TimeProvider? _time;

    public ProxyRole Role { get; } = role;

    /// <summary>Gets the resolver of the proxy. It knows no names until a test adds them.</summary>
    public FakeHostAddresses Dns { get; } = new();

    private string RouteKey => $"ReverseProxy:Routes:{Role.Cluster}";

    /// <summary>Sets a setting; null removes it.</summary>
    public ProxySetup With(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Sets a variable of the environment.</summary>
    public ProxySetup WithVariable(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public ProxySetup WithRouteTimeout(string timeout) => With($"{RouteKey}:Timeout", timeout);

    /// <summary>Sets the address of the upstream, in place of the environment's own.</summary>
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

    public ProxySetup WithOverload(OverloadState overload)
    {
        _overload = overload;
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
            environment.WriteSettings(ToJson(environment));
            await environment.StartAsync(Build(environment));
            return environment;
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the settings as JSON. Keys need no nesting: colons in a JSON name separate sections.</summary>
    public string ToJson(ProxyEnvironment environment)
    {
        Dictionary<string, string?> settings = new()
        {
            ["Node:Id"] = "node-1",
            ["Node:Cluster"] = "proxy-1",
            [$"Listeners:{Role.Listener}:Address"] = "127.0.0.1",
            [$"Listeners:{Role.Listener}:Port"] = "0",
            [$"Listeners:{Role.Listener}:Direction"] = Role.Direction,
            ["Drain:DrainTime"] = "00:00:00",
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
        // The variables of the test's own process would be those of all its proxies.
        builder.Configuration.AddInMemoryCollection(_variables);
        builder.Services.AddSingleton<IHostAddresses>(Dns);
        builder.Logging.AddProvider(new LinesLoggerProvider(environment.Log));
        if (_observer is not null)
        {
            builder.Services.AddSingleton(_observer);
        }

        if (_overload is not null)
        {
            builder.Services.AddSingleton(_overload);
        }

        if (_time is not null)
        {
            builder.Services.AddSingleton(_time);
        }
    });
}
