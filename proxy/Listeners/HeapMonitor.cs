namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Measures the memory in use against its limit (Envoy's <c>fixed_heap</c>).</summary>
internal sealed class HeapMonitor
{
    // A collection of a full heap stops the proxy for tens of milliseconds.
    private static readonly TimeSpan CollectInterval = TimeSpan.FromMilliseconds(500);

    private readonly long _limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private int _collections;
    private long _lastCollection;
    private double _lastPressure;

    /// <summary>Returns the part of the memory that is in use, from 0 to 1.</summary>
    /// <param name="collectFrom">The part from which garbage is collected before it is counted, at most twice a second.</param>
    public double Measure(double collectFrom)
    {
        var pressure = Pressure();
        if (pressure < collectFrom)
        {
            return pressure;
        }

        if (GC.CollectionCount(GC.MaxGeneration) == _collections && Environment.TickCount64 - _lastCollection >= CollectInterval.TotalMilliseconds)
        {
            GC.Collect();
        }

        // Between two collections nobody knows what is garbage.
        if (GC.CollectionCount(GC.MaxGeneration) is var collections && collections != _collections)
        {
            _collections = collections;
            _lastPressure = Pressure();
            _lastCollection = Environment.TickCount64;
        }

        return _lastPressure;
    }

    private double Pressure() => _limit > 0 ? (double)GC.GetTotalMemory(forceFullCollection: false) / _limit : 0;
}
