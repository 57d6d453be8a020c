using System.Collections.Concurrent;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>
/// Holds the series of a histogram by the value of their tag. A value is compared by reference, which saves hashing a name with each request:
/// whoever records it always passes the name that the listener or the cluster holds. A cluster that comes back begins again.
/// </summary>
internal sealed class HistogramFamily(StatDefinition definition)
{
    private readonly ConcurrentDictionary<object, HistogramCounts> _byTag = new(ReferenceEqualityComparer.Instance);

    public StatDefinition Definition => definition;

    /// <summary>Returns the counts of a series.</summary>
    public HistogramCounts Of(object tag) => _byTag.TryGetValue(tag, out var counts) ? counts : _byTag.GetOrAdd(tag, static _ => new HistogramCounts());

    /// <summary>Ends an interval, and forgets the series that aren't given.</summary>
    public void Flush(IEnumerable<object> tags)
    {
        var current = tags.ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var (tag, counts) in _byTag)
        {
            if (current.Contains(tag))
            {
                counts.Flush();
            }
            else
            {
                _byTag.TryRemove(tag, out _);
            }
        }
    }
}
