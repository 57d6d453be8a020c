using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>An address that the proxy listens on.</summary>
internal sealed record ListenerInfo(string Name, TrafficDirection Direction);
