namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A term of an <see cref="AnnotationQuery"/>, as it is found in packed spans.</summary>
internal sealed class AnnotationTerm
{
    private readonly TextTerm _key;
    private readonly TextTerm _value;
    private readonly int _keyNumber;
    private readonly int _tagNumber;
    private readonly TextTerm? _annotation;

    /// <param name="key">Of a tag; or, without a value, also the value of an annotation.</param>
    /// <param name="value">Null: any.</param>
    /// <param name="vocabulary">Whose lock is held.</param>
    public AnnotationTerm(string key, string? value, Vocabulary vocabulary)
    {
        var known = vocabulary.Tags.Find(key);
        (_keyNumber, _tagNumber) = (known?.Number ?? 0, value is null ? 0 : known?.FindTag(value) ?? 0);
        (_key, _value) = (new(key, _keyNumber), new(value ?? "", 0));
        _annotation = value is null ? new(key, vocabulary.Annotations.Find(key)) : null;
        Hash = value is null ? TraceSignature.Hash(key) : TraceSignature.Hash(key, value);
    }

    public uint Hash { get; }

    public bool IsMetByAnnotation(int number, ReadOnlySpan<byte> utf8) => _annotation?.Is(number, utf8) == true;

    /// <summary>A tag with a number.</summary>
    public bool IsMetByTag(int number, TagTable tags) => _annotation is null ? number == _tagNumber : tags[number].Key.Number == _keyNumber;

    /// <summary>A tag that is written out, its key by number if it has one.</summary>
    public bool IsMetByTag(int keyNumber, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        _key.Is(keyNumber, key) && (_annotation is not null || _value.Is(0, value));
}
