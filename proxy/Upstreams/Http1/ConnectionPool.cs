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
/// <param name="limits">The limits of connections.</param>
/// <param name="counters">The counts of the cluster.</param>
/// <param name="host">The counts of the destination.</param>
internal sealed class ConnectionPool(
    EndPoint endPoint, TlsServer? server, TimeProvider time, ConnectionLimits limits, ClusterCounters counters, HostCounters host)
{
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
        timeout.CancelAfter(limits.ConnectTimeout);
        try
        {
            var connection = await Http1Connection.OpenAsync(this, endPoint, timeout.Token).ConfigureAwait(false);
            connection.OpenedAt = time.GetTimestamp();
            return connection;
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
        if (HasReachedLimit(connection) || !connection.TryBecomeIdle())
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

    /// <summary>Closes the connections that have been idle or open for too long.</summary>
    public void CloseExpired()
    {
        if (limits.IdleTimeout > TimeSpan.Zero)
        {
            CloseIdle(connection => time.GetElapsedTime(connection.IdleSince) >= limits.IdleTimeout, counters.IdleTimeouts);
        }

        if (limits.MaxDuration > TimeSpan.Zero)
        {
            CloseIdle(IsTooOld, counters.MaxDurationsReached);
        }
    }

    /// <summary>Closes the idle connections now, and those in use when their requests end.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
        }

        CloseIdle(static _ => true, null);
    }

    private bool IsTooOld(Http1Connection connection) => time.GetElapsedTime(connection.OpenedAt) >= limits.MaxDuration;

    private bool HasReachedLimit(Http1Connection connection)
    {
        if (limits.MaxRequests > 0 && ++connection.Requests >= limits.MaxRequests)
        {
            counters.MaxRequestsReached.Increment();
            return true;
        }

        if (limits.MaxDuration > TimeSpan.Zero && IsTooOld(connection))
        {
            counters.MaxDurationsReached.Increment();
            return true;
        }

        return false;
    }

    private void CloseIdle(Predicate<Http1Connection> isExpired, Counter? count)
    {
        Http1Connection[] expired;
        lock (_lock)
        {
            expired = [.. _idle.Where(connection => isExpired(connection))];
            _idle.RemoveAll(expired.Contains);
        }

        foreach (var connection in expired)
        {
            if (connection.TryTake())
            {
                count?.Increment();
                Close(connection);
            }
        }
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
