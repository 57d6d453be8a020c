using System.Net;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// A client's connection: the listener it came in at, which no header of a request can change, and what its requests, of which there
/// is one at a time, use one after the other. A feature of the connection, so of its requests, too.
/// </summary>
internal sealed class DownstreamConnection(ListenerInfo listener, IPAddress? peer) : IDisposable
{
    public ListenerInfo Listener { get; } = listener;

    public RequestHeaders Headers { get; } = new();

    public RequestLifetime Lifetime { get; } = new();

    /// <summary>The client's address, as a text that each span has.</summary>
    public string PeerAddress { get; } = peer?.ToString() ?? "";

    public void Dispose() => Lifetime.Dispose();
}
