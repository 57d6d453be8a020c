using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Matches a term of an <see cref="AnnotationQuery"/> against packed spans.</summary>
internal sealed class AnnotationTerm
{
    private readonly StringTerm _key;
    private readonly StringTerm _value;
    private readonly int _keyNumber;
    private readonly int _tagNumber;
    private readonly StringTerm? _annotation;

    /// <param name="key">The key of a tag or, when there is no value, the value of an annotation.</param>
    /// <param name="value">The value of the tag; null matches any value.</param>
    /// <param name="tables">The tables of the store, whose lock must be held.</param>
    public AnnotationTerm(string key, string? value, StringTables tables)
    {
        var known = tables.Tags.Find(key);
        (_keyNumber, _tagNumber) = (known?.Number ?? 0, value is null ? 0 : known?.FindTag(value) ?? 0);
        (_key, _value) = (new(key, _keyNumber), new(value ?? "", 0));
        _annotation = value is null ? new(key, tables.Annotations.Find(key)) : null;
        Hash = value is null ? BloomFilter.Hash(key) : BloomFilter.Hash(key, value);
    }

    /// <summary>Gets the hash that the <see cref="BloomFilter"/> of a matching trace contains.</summary>
    public uint Hash { get; }

    public bool MatchesAnnotation(int number, ReadOnlySpan<byte> utf8) => _annotation?.Matches(number, utf8) == true;

    /// <summary>Returns whether a tag from the table matches.</summary>
    public bool MatchesTag(int number, TagTable tags) => _annotation is null ? number == _tagNumber : tags[number].Key.Number == _keyNumber;

    /// <summary>Returns whether an inline tag matches. Its key is given by number if it is in the table.</summary>
    public bool MatchesTag(int keyNumber, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isUuid) =>
        _key.Matches(keyNumber, key) && (_annotation is not null || _value.MatchesValue(value, isUuid));
}
