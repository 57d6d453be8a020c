using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Finds the listener that a request came in at.</summary>
internal sealed class ListenerTable(ZipkinMeshOptions options)
{
    private readonly Dictionary<int, ListenerInfo> _byPort = options.Listeners
        .Where(listener => listener.Value.Port > 0)
        .ToDictionary(listener => listener.Value.Port, listener => ListenerInfo.From(listener.Key, listener.Value));

    private readonly ListenerInfo? _fallback = options.Listeners.Count == 0 ? ListenerInfo.Default : null;

    /// <summary>
    /// Returns the listener of a connection that <see cref="ListenerBinding"/> opened. In an app that opens its own, the local port
    /// decides, or there is one default listener when none is configured.
    /// </summary>
    /// <returns>Null when the request came in at a port without a listener.</returns>
    public ListenerInfo? Find(HttpContext context) =>
        context.Features.Get<DownstreamConnection>()?.Listener ?? _fallback ?? _byPort.GetValueOrDefault(context.Connection.LocalPort);
}
