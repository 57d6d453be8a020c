using ZipkinMesh.Proxy.Configuration;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// The listener a connection came in at: a feature of the connection, so of its requests, too.
/// No header of a request can choose another.
/// </summary>
internal sealed record Listener(string Name, TrafficDirection Direction);
