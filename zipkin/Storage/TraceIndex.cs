using System.Numerics;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Finds the number of a trace by its id: a hash table that grows and shrinks by one bucket at a time (linear hashing), so that no message
/// waits until a large table is copied. A bucket is the number of its first trace, which refers to the next one.
/// </summary>
internal sealed class TraceIndex
{
    private const int None = -1;

    private readonly TraceTable _traces;
    private readonly BlockList<int> _buckets = new(blockBits: 12);

    public TraceIndex(TraceTable traces)
    {
        _traces = traces;
        _buckets.Add(None);
    }

    /// <summary>Returns the number of the trace with this low half of the id, or -1.</summary>
    public int Find(ulong low)
    {
        var trace = _buckets[Bucket(low)];
        while (trace != None && _traces.State(trace).Low != low)
        {
            trace = _traces.State(trace).Next;
        }

        return trace;
    }

    public void Add(int trace)
    {
        Link(trace);
        if (_traces.Count > _buckets.Count)
        {
            // The next bucket takes a part of the one whose number differs by the highest bit only.
            _buckets.Add(None);
            Rehash(Buddy(_buckets.Count - 1));
        }
    }

    public void Remove(int trace)
    {
        Reference(trace) = _traces.State(trace).Next;
        var last = _buckets.Count - 1;
        if (_traces.Count < _buckets.Count / 2 && last > 0)
        {
            var first = _buckets[last];
            _buckets.RemoveLast();
            Relink(first);
        }
    }

    /// <summary>Gives a trace another number.</summary>
    public void Renumber(int trace, int other) => Reference(trace) = other;

    private static int Buddy(int bucket) => bucket - (1 << BitOperations.Log2((uint)bucket));

    // The number of buckets lies between two powers of two; buckets above it are still part of their buddies.
    private int Bucket(ulong low)
    {
        // The high bits of the hash depend on more bits of the id than the low ones.
        var hash = BitOperations.RotateLeft((uint)IdComparer.Hash(low), 16);
        var bucket = (int)(hash & (BitOperations.RoundUpToPowerOf2((uint)_buckets.Count) - 1));
        return bucket < _buckets.Count ? bucket : Buddy(bucket);
    }

    private ref int Reference(int trace)
    {
        ref var reference = ref _buckets[Bucket(_traces.State(trace).Low)];
        while (reference != trace)
        {
            reference = ref _traces.State(reference).Next;
        }

        return ref reference;
    }

    private void Link(int trace)
    {
        ref var state = ref _traces.State(trace);
        ref var first = ref _buckets[Bucket(state.Low)];
        (state.Next, first) = (first, trace);
    }

    private void Rehash(int bucket)
    {
        var first = _buckets[bucket];
        _buckets[bucket] = None;
        Relink(first);
    }

    private void Relink(int first)
    {
        for (var trace = first; trace != None;)
        {
            var next = _traces.State(trace).Next;
            Link(trace);
            trace = next;
        }
    }
}
