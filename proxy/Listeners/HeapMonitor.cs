namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Measures the memory in use against its limit (Envoy's <c>fixed_heap</c>).</summary>
internal sealed class HeapMonitor
{
    // A collection of a full heap stops the proxy for tens of milliseconds, so it must be worth it.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(2);
    private const double SmallestGrowth = 0.02;

    private int _collections;
    private long _lastCollection;

    /// <summary>Gets the part of the memory that is in use, from 0 to 1.</summary>
    public double Pressure { get; private set; }

    /// <summary>Gets the limit, in bytes.</summary>
    public long Limit { get; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Measures the <see cref="Pressure"/>.</summary>
    /// <param name="collectFrom">The part from which garbage is collected before it is counted.</param>
    /// <returns>False when more is in use than <see cref="Pressure"/> says, but it may be garbage and is counted later.</returns>
    public bool Measure(double collectFrom)
    {
        var used = Read();
        if (used < collectFrom)
        {
            Pressure = used;
            return true;
        }

        var hasGrown = used - Pressure >= SmallestGrowth;
        var elapsed = TimeSpan.FromMilliseconds(Environment.TickCount64 - _lastCollection);
        if (GC.CollectionCount(GC.MaxGeneration) == _collections && elapsed >= (hasGrown ? ShortestInterval : LongestInterval))
        {
            GC.Collect();
        }

        if (GC.CollectionCount(GC.MaxGeneration) is var collections && collections != _collections)
        {
            _collections = collections;
            _lastCollection = Environment.TickCount64;
            Pressure = Read();
            return true;
        }

        return !hasGrown;
    }

    private double Read() => Limit > 0 ? (double)GC.GetTotalMemory(forceFullCollection: false) / Limit : 0;
}
