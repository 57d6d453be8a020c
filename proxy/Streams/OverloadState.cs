namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Holds what the proxy stops doing while its memory runs out, as Envoy's overload manager does. It is written by
/// <c>OverloadManager</c> and read by every request, at the cost of a volatile read each.
/// </summary>
internal sealed class OverloadState
{
    private volatile bool _shedsSpans;
    private volatile bool _disablesKeepAlive;
    private volatile bool _rejectsConnections;
    private volatile bool _rejectsRequests;

    /// <summary>Gets or sets a value indicating that finished spans are dropped, and counted, instead of being queued.</summary>
    public bool ShedsSpans
    {
        get => _shedsSpans;
        set => _shedsSpans = value;
    }

    /// <summary>Gets or sets a value indicating that responses close their connections (Envoy's <c>disable_http_keepalive</c>).</summary>
    public bool DisablesKeepAlive
    {
        get => _disablesKeepAlive;
        set => _disablesKeepAlive = value;
    }

    /// <summary>Gets or sets a value indicating that new connections are closed (Envoy's <c>reject_incoming_connections</c>).</summary>
    public bool RejectsConnections
    {
        get => _rejectsConnections;
        set => _rejectsConnections = value;
    }

    /// <summary>Gets or sets a value indicating that new requests get 503 (Envoy's <c>stop_accepting_requests</c>).</summary>
    public bool RejectsRequests
    {
        get => _rejectsRequests;
        set => _rejectsRequests = value;
    }
}
