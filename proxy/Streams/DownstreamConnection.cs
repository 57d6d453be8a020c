using System.Net;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Represents a client's connection. It is a feature of the connection and therefore of its requests: no header of a request can
/// change the listener.
/// </summary>
internal sealed class DownstreamConnection(ListenerInfo listener, IPAddress? peer) : IDisposable
{
    private static long _lastId;

    // As many as an ordinary client sends at a time.
    private const int MaxIdle = 16;

    // The states of requests under way, and of those that have ended, for the next ones. Other threads read them.
    private readonly Lock _lock = new();
    private readonly List<StreamInfo> _active = new(1);
    private readonly Stack<StreamInfo> _idle = new(1);

    /// <summary>Gets the number of the connection, counted from the start of the process.</summary>
    public long Id { get; } = Interlocked.Increment(ref _lastId);

    public ListenerInfo Listener { get; } = listener;

    /// <summary>Gets the client's IP address as text, which every span records.</summary>
    public string PeerAddress { get; } = peer?.ToString() ?? "";

    /// <summary>Gets or sets what the TLS handshake has established; null for a connection in clear text.</summary>
    public DownstreamTls? Tls { get; set; }

    /// <summary>Gets or sets the protocol of the connection.</summary>
    public Codec Codec { get; set; }

    /// <summary>
    /// Gets or sets a value indicating that something has been received since the last request ended: a part of the next one's headers.
    /// </summary>
    public bool HasPartialRequest { get; set; }

    /// <summary>Gets or sets a value indicating that the client has closed the connection, or that it is broken.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Gets the number of requests that have begun.</summary>
    public int Requests { get; private set; }

    /// <summary>Returns the requests under way; none while the connection waits for one or reads its headers.</summary>
    public StreamInfo[] GetStreams()
    {
        lock (_lock)
        {
            return [.. _active];
        }
    }

    /// <summary>Returns the state for a request that begins.</summary>
    public StreamInfo Rent()
    {
        lock (_lock)
        {
            Requests++;
            var stream = _idle.TryPop(out var idle) ? idle : new StreamInfo();
            _active.Add(stream);
            stream.ClosesConnection = Listener.MaxRequestsPerConnection > 0 && Requests >= Listener.MaxRequestsPerConnection;
            if (Requests == Listener.MaxRequestsPerConnection)
            {
                Listener.Counters.ConnectionRequests.Increment();
            }

            return stream;
        }
    }

    /// <summary>Takes the state of a request that has ended.</summary>
    public void Return(StreamInfo stream)
    {
        HasPartialRequest = false;
        lock (_lock)
        {
            _active.Remove(stream);
            if (_idle.Count < MaxIdle)
            {
                _idle.Push(stream);
                return;
            }
        }

        stream.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            while (_idle.TryPop(out var stream))
            {
                stream.Dispose();
            }
        }
    }
}
