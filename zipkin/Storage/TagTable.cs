namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Numbers for tags that repeat, key and value together, and for keys, as <see cref="TextTable"/> has them for texts. Each key has its
/// own share: request ids use up theirs at once and leave the methods and status codes of others alone.
/// </summary>
internal sealed class TagTable
{
    private const int MostKeys = 4096;
    private const int MostTags = 32768;
    private const int MostValuesOfAKey = 256;
    private const int MostChars = 128;

    private readonly Dictionary<string, TagKey> _keys = new(StringComparer.Ordinal);

    // Replaced by longer ones when they are full, so that who reads them sees one or the other.
    private TagKey[] _byNumber = new TagKey[16];
    private KnownTag[] _tags = new KnownTag[16];
    private int _tagCount;

    /// <summary>The tag with this number.</summary>
    public KnownTag this[int number] => _tags[number];

    public TagKey KeyOf(int number) => _byNumber[number];

    /// <summary>Null when it has no number.</summary>
    public TagKey? Find(string key) => _keys.GetValueOrDefault(key);

    /// <summary>Null when it has no number and gets none.</summary>
    public TagKey? FindOrAdd(string key)
    {
        if (_keys.TryGetValue(key, out var known) || _keys.Count >= MostKeys || key.Length > MostChars)
        {
            return known;
        }

        var added = new TagKey(key, _keys.Count + 1, new(MostValuesOfAKey));
        if (added.Number == _byNumber.Length)
        {
            Array.Resize(ref _byNumber, added.Number * 2);
        }

        _byNumber[added.Number] = added;
        _keys.Add(key, added);
        return added;
    }

    /// <summary>The number of the tag with this value; 0 when it has none and gets none.</summary>
    public int FindOrAdd(TagKey key, string value)
    {
        var known = key.Values.Find(value);
        if (known > 0)
        {
            return key.Tags[known];
        }

        if (_tagCount >= MostTags || key.Values.FindOrAdd(value) is var number && number == 0)
        {
            return 0;
        }

        var tag = ++_tagCount;
        if (tag == _tags.Length)
        {
            Array.Resize(ref _tags, tag * 2);
        }

        _tags[tag] = new(key, value, TraceSignature.Hash(key.Text, value));
        key.Tags.Add(tag);
        return tag;
    }
}
