namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Moves spans out of chunks of which much has been evicted, so that the chunks are released. Traces are usually evicted in the order of
/// their arrival, so that whole chunks become free by themselves. Guarded by the lock of the store.
/// </summary>
internal sealed class LogCleaner(SpanLog log, TraceTable traces, DuplicateFinder duplicates)
{
    // The part of the log, or of a chunk, that may be wasted.
    private const int WastedPart = 8;

    // What the last cleaning has left.
    private long _rest;

    /// <summary>Gets a value indicating whether cleaning would release an eighth of the log.</summary>
    public bool IsNeeded => Waste - _rest > Math.Max(2L << log.ChunkBits, log.AllocatedBytes / WastedPart);

    private long Waste => log.AllocatedBytes - log.LiveBytes;

    public void Clean()
    {
        var chunks = Select();
        for (var trace = 0; trace < traces.Count; trace++)
        {
            if (IsIn(trace, chunks))
            {
                Move(trace);
            }
        }

        _rest = Waste;
    }

    // The chunks with the most waste first. An eighth of all spans is moved at most, since they exist twice until the chunks are released.
    private HashSet<int> Select()
    {
        var candidates = Enumerable.Range(0, log.Chunks.Length).Where(chunk => log.Waste(chunk) > 1.0 / WastedPart).OrderByDescending(log.Waste);
        var rest = Math.Max(log.LiveBytes / WastedPart, 1L << log.ChunkBits);
        return [.. candidates.TakeWhile(chunk => (rest -= log.LiveBytesOf(chunk)) > 0)];
    }

    private bool IsIn(int trace, HashSet<int> chunks)
    {
        var packed = log.Trace(in traces.State(trace));
        for (var position = packed.Start; packed.TryRead(ref position, out _, out var address);)
        {
            if (chunks.Contains((int)(address >> log.ChunkBits)))
            {
                return true;
            }
        }

        return false;
    }

    private void Move(int trace)
    {
        var packed = log.Trace(in traces.State(trace));
        var addresses = packed.Addresses();
        var last = -1L;
        foreach (var address in addresses)
        {
            last = log.Append(last, packed.BytesAt(address));
        }

        addresses.ForEach(log.Release);
        traces.State(trace).Last = last;
        duplicates.Remove(packed.Low);
    }
}
