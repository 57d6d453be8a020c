using System.Collections.Concurrent;

namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds a count for each of a few names, which exist from their first increase on.</summary>
internal sealed class NamedCounters
{
    private readonly ConcurrentDictionary<string, Counter> _byName = new();

    /// <summary>Gets the names and their counts.</summary>
    public IEnumerable<KeyValuePair<string, long>> All => _byName.Select(counter => KeyValuePair.Create(counter.Key, counter.Value.Value));

    public void Increment(string name) => _byName.GetOrAdd(name, static _ => new Counter()).Increment();
}
