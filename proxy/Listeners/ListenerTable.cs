using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Holds the listeners, and finds the one that a request came in at.</summary>
internal sealed class ListenerTable
{
    private readonly Dictionary<string, ListenerInfo> _byName;
    private readonly Dictionary<int, ListenerInfo> _byPort;
    private readonly ListenerInfo? _fallback;

    public ListenerTable(ZipkinMeshOptions options)
    {
        _byName = options.Listeners.ToDictionary(listener => listener.Key, listener => ListenerInfo.From(listener.Key, listener.Value) with
        {
            Tracing = SettingsOf(ListenerTracingOptions.Section.Path.Replace("{name}", listener.Key, StringComparison.Ordinal), listener.Value.Tracing),
        });
        _byPort = options.Listeners.Where(listener => listener.Value.Port > 0)
            .ToDictionary(listener => listener.Value.Port, listener => _byName[listener.Key]);
        if (_byName.Count == 0)
        {
            // Its counts are those of this host; another host in the process has others.
            _fallback = ListenerInfo.Default with
            {
                Counters = new ListenerCounters(),
                Tracing = SettingsOf(TracingOptions.Section.Path, options.Tracing),
            };
            _byName.Add(_fallback.Name, _fallback);
        }
    }

    /// <summary>Gets all listeners, ordered by their names.</summary>
    public IEnumerable<ListenerInfo> All => _byName.Values.OrderBy(listener => listener.Name, StringComparer.Ordinal);

    /// <summary>Returns the listener that is configured under a name.</summary>
    public ListenerInfo Get(string name) => _byName[name];

    /// <summary>Returns the listener of a name; null for none.</summary>
    public ListenerInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns the listener that is configured for a port; null for none.</summary>
    public ListenerInfo? FindByPort(int port) => _byPort.GetValueOrDefault(port);

    /// <summary>
    /// Returns the listener of a connection that <see cref="ListenerBinding"/> opened. In an app that opens its own, the local port
    /// decides, or there is one default listener when none is configured.
    /// </summary>
    /// <returns>Null when the request came in at a port without a listener.</returns>
    public ListenerInfo? Find(HttpContext context) =>
        context.Features.Get<DownstreamConnection>()?.Listener ?? _fallback ?? FindByPort(context.Connection.LocalPort);

    private static TracingSettings? SettingsOf(string path, ListenerTracingOptions? options) =>
        options is null ? null : TracingSettingsFactory.Create(path, options);
}
