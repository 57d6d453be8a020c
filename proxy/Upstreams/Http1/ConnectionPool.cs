using System.Net;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Holds the connections to one destination. The connection that was used last is used next, so that the number of connections follows
/// the number of requests at a time, and the others end by their idle timeout.
/// </summary>
/// <remarks>Limits of connections and of pending requests (circuit breakers) belong into <see cref="OpenAsync"/>.</remarks>
/// <param name="endPoint">The address of the destination.</param>
/// <param name="server">The server for TLS; null for clear text.</param>
/// <param name="time">The clock.</param>
/// <param name="counters">The counts of the cluster.</param>
/// <param name="host">The counts of the destination.</param>
internal sealed class ConnectionPool(EndPoint endPoint, TlsServer? server, TimeProvider time, ClusterCounters counters, HostCounters host)
{
    /// <summary>The time in which a connection must be opened; the default of Envoy's <c>connect_timeout</c>.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<Http1Connection> _idle = [];
    private int _open;
    private bool _isRetired;

    /// <summary>Gets the counts of the cluster.</summary>
    public ClusterCounters Counters => counters;

    /// <summary>Gets the counts of the destination.</summary>
    public HostCounters Host => host;

    /// <summary>Gets the server for TLS; null for clear text.</summary>
    public TlsServer? Server => server;

    /// <summary>Gets the number of connections that are open or being opened.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    /// <summary>Gets the number of open connections that wait for a request.</summary>
    public int IdleCount
    {
        get
        {
            lock (_lock)
            {
                return _idle.Count;
            }
        }
    }

    /// <summary>Returns the idle connection that was used last; null when there is none.</summary>
    public Http1Connection? TryRent()
    {
        while (true)
        {
            Http1Connection connection;
            lock (_lock)
            {
                if (_idle.Count == 0)
                {
                    return null;
                }

                connection = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }

            if (connection.TryTake())
            {
                return connection;
            }
        }
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="HttpRequestException">The connection can't be opened.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled, or the connect timeout has passed.</exception>
    public async ValueTask<Http1Connection> OpenAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref _open);
        counters.Connections.Increment();
        host.Connections.Increment();
        counters.Pending.Increment();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(ConnectTimeout);
        try
        {
            return await Http1Connection.OpenAsync(this, endPoint, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Interlocked.Decrement(ref _open);
            CountFailure(e, cancel.IsCancellationRequested);
            if (e is not OperationCanceledException)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"The connection to {endPoint} can't be opened: {e.Message}", e);
            }

            cancel.ThrowIfCancellationRequested();
            throw new OperationCanceledException($"The connection to {endPoint} wasn't opened in time.", new TimeoutException(e.Message, e));
        }
        finally
        {
            counters.PendingEnded.Increment();
        }
    }

    /// <summary>Takes back a connection whose response has been received completely, for another request.</summary>
    public void Return(Http1Connection connection)
    {
        if (!connection.TryBecomeIdle())
        {
            Close(connection);
            return;
        }

        connection.IdleSince = time.GetTimestamp();
        bool isUsable;
        lock (_lock)
        {
            // The connection is closed when the upstream has ended it just now.
            isUsable = !_isRetired && !connection.IsClosed;
            if (isUsable)
            {
                _idle.Add(connection);
            }
        }

        if (!isUsable)
        {
            Close(connection);
        }
    }

    /// <summary>Closes a connection.</summary>
    public void Close(Http1Connection connection)
    {
        if (connection.TryClose())
        {
            Interlocked.Decrement(ref _open);
            (connection.HasPeerEnded ? counters.ClosedRemotely : counters.ClosedLocally).Increment();
            host.ConnectionsClosed.Increment();
            lock (_lock)
            {
                _idle.Remove(connection);
            }
        }
    }

    /// <summary>Closes the connections that have been idle for the given time.</summary>
    public void CloseIdle(TimeSpan idleTimeout)
    {
        while (true)
        {
            Http1Connection oldest;
            lock (_lock)
            {
                // The order is that of the last use.
                if (_idle.Count == 0 || time.GetElapsedTime(_idle[0].IdleSince) < idleTimeout)
                {
                    return;
                }

                oldest = _idle[0];
                _idle.RemoveAt(0);
            }

            if (oldest.TryTake())
            {
                Close(oldest);
            }
        }
    }

    /// <summary>Closes the idle connections now, and those in use when their requests end.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
        }

        CloseIdle(TimeSpan.Zero);
    }

    // Like Envoy, a timeout counts as a failure, too.
    private void CountFailure(Exception exception, bool isCanceled)
    {
        var hasTimedOut = exception is OperationCanceledException;
        (hasTimedOut ? counters.ClosedLocally : counters.ClosedRemotely).Increment();
        host.ConnectionsClosed.Increment();
        if (hasTimedOut && isCanceled)
        {
            counters.Cancellations.Increment();
            return;
        }

        counters.ConnectFailures.Increment();
        host.ConnectFailures.Increment();
        host.Errors.Increment();
        counters.PendingFailures.Increment();
        if (hasTimedOut)
        {
            counters.ConnectTimeouts.Increment();
        }
    }
}
