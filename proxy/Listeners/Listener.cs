using ZipkinMesh.Proxy.Configuration;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>An address that the proxy listens on.</summary>
internal sealed record Listener(string Name, TrafficDirection Direction);
