namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>The memory that the string tables may take. Their strings stay when the spans are evicted.</summary>
internal sealed class StringBudget(long maxBytes)
{
    // The string, its entry in a table and in an index.
    private const int EntryBytes = 128;

    private long _bytes;

    /// <summary>Takes the memory of a string; returns false when there is none left.</summary>
    public bool TryTake(string text)
    {
        var size = EntryBytes + (2L * text.Length);
        if (_bytes + size > maxBytes)
        {
            return false;
        }

        _bytes += size;
        return true;
    }
}
