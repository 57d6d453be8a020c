namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The memory of all listed names, and the names whose spans have been evicted, in the order in which they lost their last span.</summary>
internal sealed class NameMemory
{
    private const long MaxOrphanBytes = 1024 * 1024;

    // A string and its entry in a table.
    private const int EntryBytes = 80;

    private readonly Queue<(CountedNames Names, string Name)> _orphans = new();
    private long _orphanBytes;

    /// <summary>Gets the approximate size of the names that stored spans have.</summary>
    public long Bytes { get; private set; }

    public void Add(string name) => Bytes += Size(name);

    public void Remove(string name) => Bytes -= Size(name);

    /// <summary>Keeps the name of evicted spans, and removes the oldest ones above the limit.</summary>
    public void AddOrphan(CountedNames names, string name)
    {
        _orphans.Enqueue((names, name));
        for (_orphanBytes += Size(name); _orphanBytes > MaxOrphanBytes; _orphanBytes -= Size(name))
        {
            (names, name) = _orphans.Dequeue();
            names.RemoveOrphan(name);
        }
    }

    private static long Size(string name) => EntryBytes + (2L * name.Length);
}
