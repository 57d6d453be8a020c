using System.Runtime.InteropServices;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Distinct names, each with the number of stored spans that have it. A name whose spans have been evicted stays until the orphans of all
/// sets take too much memory: users look for names that were there a moment ago, as in Zipkin.
/// </summary>
internal sealed class CountedNames(NameMemory memory)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Count => _counts.Count;

    public string[] Sorted => [.. _counts.Keys.Order(StringComparer.Ordinal)];

    public void Add(string? name)
    {
        if (name is null)
        {
            return;
        }

        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _);
        if (++count == 1)
        {
            memory.Add(name);
        }
    }

    /// <summary>Releases the name of an evicted span.</summary>
    public void Release(string? name)
    {
        if (name is not null && _counts.TryGetValue(name, out var count) && count > 0)
        {
            _counts[name] = count - 1;
            if (count == 1)
            {
                memory.Remove(name);
                memory.AddOrphan(this, name);
            }
        }
    }

    /// <summary>Removes a name that no span has.</summary>
    public void RemoveOrphan(string name)
    {
        if (_counts.TryGetValue(name, out var count) && count == 0)
        {
            _counts.Remove(name);
        }
    }

    /// <summary>Removes all names.</summary>
    public void Clear()
    {
        foreach (var (name, count) in _counts)
        {
            if (count > 0)
            {
                memory.Remove(name);
            }
        }

        _counts.Clear();
    }
}
