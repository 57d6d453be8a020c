using ZipkinMesh.Zipkin.Storage.Disk;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The operations of a <see cref="SpanStore"/> by which its spans are kept on disk.</summary>
/// <param name="gate">The lock of the store.</param>
/// <param name="spans">The spans of the store.</param>
/// <param name="tables">The strings of the store.</param>
/// <param name="maxSpans">The maximum number of spans in memory.</param>
/// <param name="maxBytes">The maximum size of the spans in memory.</param>
internal sealed class DiskSpans(Lock gate, StoredSpans spans, StringTables tables, int maxSpans, long maxBytes)
{
    /// <summary>Gets the number of the oldest segment on disk that a stored trace begins in; the largest number when there is none.</summary>
    public int OldestSegment
    {
        get
        {
            lock (gate)
            {
                return spans.OldestSegment;
            }
        }
    }

    /// <summary>Creates a repacker of spans from disk.</summary>
    public SpanRepacker CreateRepacker() => new(tables);

    /// <summary>Stores the spans of a segment from disk, except for those of traces whose first spans have been evicted.</summary>
    public void Restore(ref SegmentReader reader, SpanRepacker repacker, int segment)
    {
        lock (gate)
        {
            while (reader.TryReadFrame())
            {
                while (reader.TryReadSpan(out var low, out var isFirst, out var span))
                {
                    spans.Restore(low, isFirst, span, repacker, segment, reader.Time);
                }

                spans.Evict(maxSpans, maxBytes);
            }
        }
    }

    /// <summary>Adds all spans that are stored from now on to a journal.</summary>
    /// <param name="segment">The number of the first segment.</param>
    /// <param name="segmentBytes">The size of a segment in bytes.</param>
    public void StartJournal(int segment, long segmentBytes)
    {
        lock (gate)
        {
            spans.Journal = new(tables, segment, segmentBytes);
        }
    }

    /// <summary>Calls a function with the journal, under the lock.</summary>
    public T WithJournal<T>(Func<SpanJournal, T> function)
    {
        lock (gate)
        {
            return function(spans.Journal!);
        }
    }

    /// <inheritdoc cref="StoredSpans.EvictSegment"/>
    public bool EvictSegment(int segment, int count)
    {
        lock (gate)
        {
            return spans.EvictSegment(segment, count);
        }
    }
}
