namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Holds what the proxy stops doing while its memory runs out, as Envoy's overload manager does. It is written by
/// <c>OverloadManager</c> and read by every request, at the cost of a volatile read each.
/// </summary>
internal sealed class OverloadState
{
    private volatile bool _shedsSpans;
    private volatile bool _rejectsRequests;
    private int _connectionBudget = int.MaxValue;

    /// <summary>Gets or sets a value indicating that finished spans are dropped, and counted, instead of being queued.</summary>
    public bool ShedsSpans
    {
        get => _shedsSpans;
        set => _shedsSpans = value;
    }

    /// <summary>Gets or sets a value indicating that new requests get 503 (Envoy's <c>stop_accepting_requests</c>).</summary>
    public bool RejectsRequests
    {
        get => _rejectsRequests;
        set => _rejectsRequests = value;
    }

    /// <summary>Sets the number of connections that may be opened from now on.</summary>
    public void GrantConnections(int count) => Volatile.Write(ref _connectionBudget, count);

    /// <summary>Takes a connection from those that may be opened.</summary>
    /// <returns>False when the connection must be closed (Envoy's <c>reject_incoming_connections</c>).</returns>
    public bool TryOpenConnection() => Interlocked.Decrement(ref _connectionBudget) >= 0;
}
