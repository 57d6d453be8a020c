using System.Runtime.CompilerServices;

namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>
/// A Bloom filter of the searchable strings of a trace, which rules a trace out without reading its spans. Every string sets two of 512 bits,
/// whatever field it is in.
/// </summary>
[InlineArray(Words)]
internal struct BloomFilter
{
    private const int Words = 8;

    private ulong _word;

    public static uint Hash(string text) => (uint)text.GetHashCode(StringComparison.Ordinal);

    public static uint Hash(ReadOnlySpan<char> text) => (uint)string.GetHashCode(text);

    public static uint Hash(string key, string value) => Hash(Hash(key), Hash(value));

    /// <summary>Returns the hash of a tag by the hashes of its key and its value.</summary>
    public static uint Hash(uint key, uint value) => (uint)HashCode.Combine(key, value);

    public void Add(uint hash)
    {
        this[(int)(hash & (Words - 1))] |= Bits(hash);
    }

    /// <summary>Returns false when the string is not in the trace.</summary>
    public readonly bool MayContain(uint hash) => (this[(int)(hash & (Words - 1))] & Bits(hash)) == Bits(hash);

    /// <summary>Returns false when one of the strings is not in the trace.</summary>
    public readonly bool MayContainAll(ReadOnlySpan<uint> hashes)
    {
        foreach (var hash in hashes)
        {
            if (!MayContain(hash))
            {
                return false;
            }
        }

        return true;
    }

    // Both bits are in the same word, so that a lookup reads one word.
    private static ulong Bits(uint hash) => (1UL << (int)((hash >> 3) & 63)) | (1UL << (int)((hash >> 9) & 63));
}
