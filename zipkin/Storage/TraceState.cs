using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The part of a trace's entry in the <see cref="TraceTable"/> that is read when its spans are.</summary>
internal struct TraceState
{
    /// <summary>The low half of the trace ids.</summary>
    public ulong Low;

    /// <summary>The address of the last span in the <see cref="SpanLog"/>; -1 before the first.</summary>
    public long Last;

    /// <summary>The number of spans.</summary>
    public int Count;

    /// <summary>The position in the <see cref="AgeHeap"/>.</summary>
    public int Age;

    /// <summary>The next trace in the same bucket of the <see cref="TraceIndex"/>; -1 for the last.</summary>
    public int Next;

    /// <summary>The number of the segment on disk that contains the first span.</summary>
    public int Segment;

    /// <summary>The searchable strings of the spans.</summary>
    public BloomFilter Filter;
}
