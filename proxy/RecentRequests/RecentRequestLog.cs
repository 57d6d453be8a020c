using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.RecentRequests;

/// <summary>Keeps the last requests in a ring, in which each takes the slot of the oldest.</summary>
internal sealed class RecentRequestLog : IStreamObserver
{
    /// <summary>The number of requests that are kept.</summary>
    public const int Capacity = 500;

    // Each slot has a lock of its own, so threads meet only when one has been overtaken by 500 requests.
    private readonly RequestSlot[] _slots = [.. Enumerable.Range(0, Capacity).Select(_ => new RequestSlot())];
    private long _count;

    /// <summary>Gets the number of requests since the start.</summary>
    public long Count => Volatile.Read(ref _count);

    public void OnCompleted(StreamInfo stream)
    {
        var number = Interlocked.Increment(ref _count);
        var slot = _slots[number % Capacity];
        lock (slot)
        {
            slot.Set(number, stream);
        }
    }

    /// <summary>Returns the requests, the latest first.</summary>
    public IReadOnlyList<RecentRequest> Read()
    {
        List<(long Number, RecentRequest Request)> requests = new(Capacity);
        foreach (var slot in _slots)
        {
            lock (slot)
            {
                if (slot.Number > 0)
                {
                    requests.Add((slot.Number, slot.Read()));
                }
            }
        }

        requests.Sort(static (a, b) => b.Number.CompareTo(a.Number));
        return [.. requests.Select(entry => entry.Request)];
    }
}
