using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

/// <summary>
/// Counts the requests of a cluster that are under way, those that wait, and the retries (Envoy's <c>ResourceManager</c>). On HTTP/1.1, a
/// request that is under way is a connection in use.
/// </summary>
internal sealed class ClusterResources(Thresholds thresholds, ClusterCounters counters)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _active;
    private int _pending;
    private int _retries;

    /// <summary>Gets or sets the limits. They change when the configuration of the cluster does.</summary>
    public Thresholds Thresholds { get; set; } = thresholds;

    /// <summary>Gets the counts of the cluster.</summary>
    public ClusterCounters Counters => counters;

    /// <summary>Gets the number of requests that are under way.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Gets the number of retries that are under way.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>Gets the number of requests that wait.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Takes a place for a request, which <see cref="Release"/> gives back. Fails when the request would have to wait.</summary>
    public bool TryAcquire() => Pending == 0 && TryTake();

    /// <summary>Waits for a place for a request.</summary>
    /// <returns>False when a limit is exceeded.</returns>
    /// <exception cref="OperationCanceledException">The request has ended while it waited.</exception>
    public async Task<bool> WaitAsync(CancellationToken cancel)
    {
        var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (Active >= Thresholds.MaxRequests)
            {
                counters.ActiveOverflows.Increment();
                return false;
            }

            if (_waiting.Count >= Thresholds.MaxPendingRequests)
            {
                counters.PendingOverflows.Increment();
                return false;
            }

            _waiting.AddLast(place);
            Interlocked.Increment(ref _pending);
            counters.Pending.Increment();
        }

        // A place may have become free before the request was counted as waiting.
        GiveFreePlaces();
        try
        {
            await place.Task.WaitAsync(cancel);
            return true;
        }
        catch (OperationCanceledException)
        {
            Leave(place);
            counters.Cancellations.Increment();
            throw;
        }
        finally
        {
            counters.PendingEnded.Increment();
        }
    }

    /// <summary>Gives back the place of a request that has ended.</summary>
    public void Release()
    {
        Interlocked.Decrement(ref _active);
        if (Pending > 0)
        {
            GiveFreePlaces();
        }
    }

    /// <summary>Counts a retry, until <see cref="EndRetry"/>. Fails when there are as many as allowed.</summary>
    public bool TryBeginRetry()
    {
        if (Interlocked.Increment(ref _retries) <= Thresholds.MaxRetries)
        {
            return true;
        }

        EndRetry();
        return false;
    }

    public void EndRetry() => Interlocked.Decrement(ref _retries);

    private bool TryTake()
    {
        var limit = Thresholds.MaxActive;
        for (var active = Volatile.Read(ref _active); active < limit;)
        {
            var seen = Interlocked.CompareExchange(ref _active, active + 1, active);
            if (seen == active)
            {
                return true;
            }

            active = seen;
        }

        return false;
    }

    private void GiveFreePlaces()
    {
        lock (_lock)
        {
            while (_waiting.First is { } first && TryTake())
            {
                _waiting.Remove(first);
                Interlocked.Decrement(ref _pending);
                first.Value.SetResult();
            }
        }
    }

    private void Leave(TaskCompletionSource place)
    {
        bool wasWaiting;
        lock (_lock)
        {
            wasWaiting = _waiting.Remove(place);
            if (wasWaiting)
            {
                Interlocked.Decrement(ref _pending);
            }
        }

        if (!wasWaiting)
        {
            Release();
        }
    }
}
