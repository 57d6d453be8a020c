namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A key of tags that has a number, and the tags of it that have one.</summary>
internal sealed class TagKey(string text, int number, TextTable values)
{
    public string Text => text;

    public int Number => number;

    public uint Hash { get; } = TraceSignature.Hash(text);

    public TextTable Values => values;

    /// <summary>Their numbers in the <see cref="TagTable"/>, by those of the values in <see cref="Values"/>; for 0 it is 0.</summary>
    public List<int> Tags { get; } = [0];

    /// <summary>0 when it has no number.</summary>
    public int FindTag(string value) => Tags[values.Find(value)];
}
