namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>A tag key with a number, and its tags that have numbers.</summary>
internal sealed class TagKey(string text, int number, StringTable values)
{
    public string Text => text;

    public int Number => number;

    public uint Hash { get; } = BloomFilter.Hash(text);

    public StringTable Values => values;

    /// <summary>
    /// Gets the numbers of the tags in the <see cref="TagTable"/>, indexed by the number of the value in <see cref="Values"/>; index 0
    /// contains 0.
    /// </summary>
    public List<int> Tags { get; } = [0];

    /// <summary>Returns the number of the tag with this value, or 0.</summary>
    public int FindTag(string value) => Tags[values.Find(value)];
}
