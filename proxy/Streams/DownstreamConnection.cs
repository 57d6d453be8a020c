using System.Net;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Represents a client's connection. It is a feature of the connection and therefore of its requests: no header of a request can
/// change the listener.
/// </summary>
internal sealed class DownstreamConnection(ListenerInfo listener, IPAddress? peer) : IDisposable
{
    private static long _lastId;

    // The state of a request that has ended, for the next one. Requests that run at the same time have others.
    private StreamInfo? _idle;

    // The request under way: HTTP/1.1 has one at a time. Other threads read it.
    private volatile StreamInfo? _current;

    /// <summary>Gets the number of the connection, counted from the start of the process.</summary>
    public long Id { get; } = Interlocked.Increment(ref _lastId);

    public ListenerInfo Listener { get; } = listener;

    /// <summary>Gets the client's IP address as text, which every span records.</summary>
    public string PeerAddress { get; } = peer?.ToString() ?? "";

    /// <summary>Gets the request under way; null while the connection waits for one or reads its headers.</summary>
    public StreamInfo? Current => _current;

    /// <summary>
    /// Gets or sets a value indicating that something has been received since the last request ended: a part of the next one's headers.
    /// </summary>
    public bool HasPartialRequest { get; set; }

    /// <summary>Gets the number of requests that have begun.</summary>
    public int Requests { get; private set; }

    /// <summary>Returns the state for a request that begins.</summary>
    public StreamInfo Rent()
    {
        var stream = Interlocked.Exchange(ref _idle, null) ?? new StreamInfo();
        Requests++;
        _current = stream;
        return stream;
    }

    /// <summary>Takes the state of a request that has ended.</summary>
    public void Return(StreamInfo stream)
    {
        HasPartialRequest = false;
        _current = null;
        if (Interlocked.CompareExchange(ref _idle, stream, null) is not null)
        {
            stream.Dispose();
        }
    }

    public void Dispose() => _idle?.Dispose();
}
