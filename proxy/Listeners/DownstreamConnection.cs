using ZipkinMesh.Proxy.Forwarding;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// A client's connection: the listener it came in at, which no header of a request can change, and what its requests, of which there
/// is one at a time, use one after the other. A feature of the connection, so of its requests, too.
/// </summary>
internal sealed class DownstreamConnection(Listener listener) : IDisposable
{
    public Listener Listener { get; } = listener;

    public RequestLifetime Lifetime { get; } = new();

    public void Dispose() => Lifetime.Dispose();
}
