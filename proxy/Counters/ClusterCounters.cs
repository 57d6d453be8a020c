using System.Collections.Concurrent;

namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds the counts of one cluster. Routes and HTTP clients refer to it, so that nothing is looked up for a request.</summary>
/// <param name="name">The name of the cluster.</param>
internal sealed class ClusterCounters(string name)
{
    private readonly ConcurrentDictionary<(string Host, int Port), HostCounters> _hosts = new();

    public string Name => name;

    /// <summary>Gets the number of connections that were begun, including those that couldn't be opened.</summary>
    public Counter Connections { get; } = new();

    /// <summary>Gets the number of connections that were closed by this proxy.</summary>
    public Counter ClosedLocally { get; } = new();

    /// <summary>Gets the number of connections that were closed by the upstream, including those that it refused.</summary>
    public Counter ClosedRemotely { get; } = new();

    /// <summary>Gets the number of connections that are open or being opened.</summary>
    public long OpenConnections => Math.Max(0, -(ClosedLocally.Value + ClosedRemotely.Value) + Connections.Value);

    /// <summary>Gets the number of connections that weren't opened because there were too many others.</summary>
    public Counter ConnectionOverflows { get; } = new();

    public Counter ConnectFailures { get; } = new();

    public Counter ConnectTimeouts { get; } = new();

    /// <summary>Gets the number of connections that were closed because they had been idle for too long.</summary>
    public Counter IdleTimeouts { get; } = new();

    /// <summary>Gets the number of connections that were closed because of their age.</summary>
    public Counter MaxDurationsReached { get; } = new();

    /// <summary>Gets the number of connections that were closed because of the number of their requests.</summary>
    public Counter MaxRequestsReached { get; } = new();

    public Counter BytesReceived { get; } = new();

    public Counter BytesSent { get; } = new();

    /// <summary>Gets the number of tries that have got a connection.</summary>
    public Counter Requests { get; } = new();

    /// <summary>Gets the number of tries that had to wait for a connection, for a new one or for one in use.</summary>
    public Counter Pending { get; } = new();

    /// <summary>Gets the number of those tries that don't wait any more.</summary>
    public Counter PendingEnded { get; } = new();

    /// <summary>Gets the number of tries that found too many others waiting.</summary>
    public Counter PendingOverflows { get; } = new();

    /// <summary>Gets the number of tries that found too many others being sent.</summary>
    public Counter ActiveOverflows { get; } = new();

    /// <summary>Gets the number of tries that waited for a connection that couldn't be opened.</summary>
    public Counter PendingFailures { get; } = new();

    /// <summary>Gets the number of tries whose request ended while they waited for a connection.</summary>
    public Counter Cancellations { get; } = new();

    /// <summary>Gets the counts of TLS handshakes.</summary>
    public ClusterTlsCounters Tls { get; } = new();

    /// <summary>Gets the number of requests that reached the timeout of their route.</summary>
    public Counter Timeouts { get; } = new();

    public Counter PerTryTimeouts { get; } = new();

    public Counter Retries { get; } = new();

    public Counter RetrySuccesses { get; } = new();

    public Counter RetryLimitsExceeded { get; } = new();

    public Counter RetryOverflows { get; } = new();

    /// <summary>Gets the responses to requests of the cluster's routes, local replies included: one for each request, whatever its tries.</summary>
    public StatusCounters Responses { get; } = new();

    /// <summary>Returns the counts of a destination.</summary>
    /// <param name="url">A URL with the host and the port of the destination.</param>
    public HostCounters HostOf(Uri url) => _hosts.GetOrAdd((url.Host, url.Port), static _ => new HostCounters());

    /// <summary>Counts a try that has taken too long.</summary>
    /// <param name="address">The address of the destination.</param>
    public void CountTimeout(string address)
    {
        var host = HostOf(new Uri(address));
        host.Timeouts.Increment();
        host.Errors.Increment();
    }

    /// <summary>Drops the counts of all destinations but some.</summary>
    public void KeepHosts(IEnumerable<Uri> urls)
    {
        var kept = urls.Select(url => (url.Host, url.Port)).ToHashSet();
        foreach (var host in _hosts.Keys.Where(host => !kept.Contains(host)))
        {
            _hosts.TryRemove(host, out _);
        }
    }
}
