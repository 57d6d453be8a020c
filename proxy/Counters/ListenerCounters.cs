namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds the counts of one listener: its connections, and the requests that came in on them.</summary>
internal sealed class ListenerCounters
{
    public Counter Connections { get; } = new();

    public Counter ConnectionsClosed { get; } = new();

    public Counter Http2Connections { get; } = new();

    public Counter Http2ConnectionsClosed { get; } = new();

    /// <summary>Gets the number of connections that were closed because their listener had as many as allowed.</summary>
    public Counter ConnectionOverflows { get; } = new();

    /// <summary>Gets the number of connections that were closed because the memory ran out.</summary>
    public Counter ConnectionOverloads { get; } = new();

    /// <summary>Gets the number of connections that were closed because they had been idle for too long.</summary>
    public Counter IdleConnections { get; } = new();

    /// <summary>Gets the number of connections that were closed because of their age.</summary>
    public Counter ConnectionDurations { get; } = new();

    /// <summary>Gets the number of connections that were closed because of the number of their requests.</summary>
    public Counter ConnectionRequests { get; } = new();

    /// <summary>Gets the number of connections with a malformed request.</summary>
    public Counter ProtocolErrors { get; } = new();

    /// <summary>Gets the counts of TLS handshakes; all 0 without TLS.</summary>
    public ListenerTlsCounters Tls { get; } = new();

    public Counter BytesReceived { get; } = new();

    public Counter BytesSent { get; } = new();

    public Counter Requests { get; } = new();

    public Counter RequestsEnded { get; } = new();

    public Counter Http2Requests { get; } = new();

    /// <summary>Gets the number of requests that weren't rejected as malformed.</summary>
    public Counter RoutedRequests { get; } = new();

    /// <summary>Gets the number of requests that asked for an upgrade and were forwarded.</summary>
    public Counter Upgrades { get; } = new();

    public Counter UpgradesEnded { get; } = new();

    public Counter UnmatchedRequests { get; } = new();

    /// <summary>Gets the responses by their status, local replies included.</summary>
    public StatusCounters Responses { get; } = new();

    /// <summary>Gets the number of requests whose client disconnected, or whose request was malformed.</summary>
    public Counter ReceivedResets { get; } = new();

    /// <summary>Gets the number of responses that had begun and couldn't be finished.</summary>
    public Counter SentResets { get; } = new();

    /// <summary>Gets the number of requests without a byte of their body or of their response for too long.</summary>
    public Counter IdleRequests { get; } = new();

    /// <summary>Gets the number of requests that didn't arrive in time.</summary>
    public Counter RequestTimeouts { get; } = new();

    /// <summary>Gets the number of requests that reached their longest time.</summary>
    public Counter RequestDurations { get; } = new();

    /// <summary>Gets the number of requests whose headers took too long.</summary>
    public Counter HeaderTimeouts { get; } = new();

    public Counter RandomlySampled { get; } = new();

    public Counter ServiceForced { get; } = new();

    public Counter ClientForced { get; } = new();

    public Counter NotTraceable { get; } = new();
}
