namespace ZipkinMesh.Proxy.Counters;

/// <summary>Represents a count that any thread can increase, at the cost of one interlocked addition.</summary>
internal sealed class Counter
{
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Increment() => Interlocked.Increment(ref _value);

    public void Add(long count) => Interlocked.Add(ref _value, count);
}
