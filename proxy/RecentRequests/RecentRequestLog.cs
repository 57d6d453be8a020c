using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.RecentRequests;

/// <summary>Keeps the last requests in a ring, in which each takes the place of the oldest.</summary>
internal sealed class RecentRequestLog : IStreamObserver
{
    /// <summary>The number of requests that are kept.</summary>
    public const int Capacity = 500;

    // Each place has a lock of its own, so threads meet only when one has been overtaken by 500 requests.
    private readonly Place[] _places = [.. Enumerable.Range(0, Capacity).Select(_ => new Place())];
    private long _count;

    /// <summary>Gets the number of requests since the start.</summary>
    public long Count => Volatile.Read(ref _count);

    public void OnCompleted(StreamInfo stream)
    {
        var number = Interlocked.Increment(ref _count);
        var place = _places[number % Capacity];
        lock (place)
        {
            place.Number = number;
            place.Request = new RecentRequest(stream);
        }
    }

    /// <summary>Returns the requests, the latest first.</summary>
    public IReadOnlyList<RecentRequest> Read()
    {
        List<(long Number, RecentRequest Request)> requests = new(Capacity);
        foreach (var place in _places)
        {
            lock (place)
            {
                if (place.Number > 0)
                {
                    requests.Add((place.Number, place.Request));
                }
            }
        }

        requests.Sort(static (a, b) => b.Number.CompareTo(a.Number));
        return [.. requests.Select(entry => entry.Request)];
    }

    private sealed class Place
    {
        public long Number { get; set; }

        public RecentRequest Request { get; set; }
    }
}
