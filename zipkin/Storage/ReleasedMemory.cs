namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Counts the large arrays that the store has released. The garbage collector rarely looks at large arrays, and counts them by what was
/// allocated: it would let the process grow far above the limit of the store. A collection takes few milliseconds, because stored spans are
/// few objects.
/// </summary>
internal static class ReleasedMemory
{
    private const long MaxBytes = 8 * 1024 * 1024;

    private static long _bytes;
    private static int _collections;

    /// <summary>Adds an array that is no longer used, and collects when there are many.</summary>
    public static void Add(long bytes)
    {
        var collections = GC.CollectionCount(GC.MaxGeneration);
        if (collections != _collections)
        {
            (_collections, _bytes) = (collections, 0);
        }

        _bytes += bytes;
        if (_bytes >= MaxBytes)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
