using System.Runtime.CompilerServices;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Tells of most traces at a glance that a text is not in them (a Bloom filter): each text that could be asked for sets two of
/// 512 bits. Which field it stood in is not told.
/// </summary>
[InlineArray(Words)]
internal struct TraceSignature
{
    private const int Words = 8;

    private ulong _word;

    public static uint Hash(string text) => (uint)text.GetHashCode(StringComparison.Ordinal);

    public static uint Hash(string key, string value) => (uint)HashCode.Combine(Hash(key), Hash(value));

    public void Add(uint hash)
    {
        this[(int)(hash & (Words - 1))] |= Bits(hash);
    }

    /// <summary>False: it is not in the trace.</summary>
    public readonly bool MayHold(uint hash) => (this[(int)(hash & (Words - 1))] & Bits(hash)) == Bits(hash);

    // Both in the same word, so that a look is at one.
    private static ulong Bits(uint hash) => (1UL << (int)((hash >> 3) & 63)) | (1UL << (int)((hash >> 9) & 63));
}
