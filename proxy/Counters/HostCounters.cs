namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds the counts of one destination of a cluster, for /clusters.</summary>
internal sealed class HostCounters
{
    /// <summary>Gets the number of connections that were begun, including those that couldn't be opened.</summary>
    public Counter Connections { get; } = new();

    public Counter ConnectionsClosed { get; } = new();

    public Counter ConnectFailures { get; } = new();

    /// <summary>Gets the number of tries that have got a connection.</summary>
    public Counter Requests { get; } = new();

    /// <summary>Gets the number of responses with a status below 500.</summary>
    public Counter Successes { get; } = new();

    /// <summary>Gets the number of 5xx responses and of tries without a response, except those that were canceled.</summary>
    public Counter Errors { get; } = new();

    /// <summary>Gets the number of tries that reached the timeout of their route, or the one of a try.</summary>
    public Counter Timeouts { get; } = new();

    /// <summary>Counts a response.</summary>
    public void CountResponse(int status) => (status >= 500 ? Errors : Successes).Increment();
}
