namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>
/// Assigns numbers to tags (key and value together) and to keys, as <see cref="StringTable"/> does to strings. The number of values per key
/// is limited: request ids reach their limit quickly and leave numbers for the methods and status codes of other keys.
/// </summary>
internal sealed class TagTable(StringBudget budget)
{
    private const int MaxKeys = 4096;
    private const int MaxTags = 32768;
    private const int MaxValuesPerKey = 256;
    private const int MaxChars = 128;
    private const int RecentBits = 12;

    private readonly Dictionary<string, TagKey> _keys = new(StringComparer.Ordinal);

    // Readers have no lock: full arrays are replaced by longer ones, so a reader sees the old or the new one.
    private TagKey[] _byNumber = new TagKey[16];
    private TagEntry[] _tags = new TagEntry[16];

    // Tags that were packed lately.
    private readonly (string? Key, string? Value, int Number)[] _recent = new (string?, string?, int)[1 << RecentBits];

    /// <summary>Gets the number of tags.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the number of keys.</summary>
    public int KeyCount => _keys.Count;

    /// <summary>Gets the tag with this number.</summary>
    public TagEntry this[int number] => _tags[number];

    /// <summary>Gets the keys.</summary>
    public IEnumerable<string> Keys => _keys.Keys;

    public TagKey KeyOf(int number) => _byNumber[number];

    /// <summary>Returns a key, or null when it has no number.</summary>
    public TagKey? Find(string key) => _keys.GetValueOrDefault(key);

    /// <summary>Returns a key, added if necessary, or null when the table is full or the key is too long.</summary>
    public TagKey? FindOrAdd(string key)
    {
        if (_keys.TryGetValue(key, out var known) || _keys.Count >= MaxKeys || key.Length > MaxChars || !budget.TryTake(key))
        {
            return known;
        }

        var added = new TagKey(key, _keys.Count + 1, new(MaxValuesPerKey, budget));
        if (added.Number == _byNumber.Length)
        {
            Array.Resize(ref _byNumber, added.Number * 2);
        }

        _byNumber[added.Number] = added;
        _keys.Add(key, added);
        return added;
    }

    /// <summary>
    /// Returns the number of a tag, added if necessary, or 0 when the table is full or the value is too long. The key is null when it has no
    /// number.
    /// </summary>
    public int FindOrAdd(string key, string value, out TagKey? known)
    {
        // Decoders reuse their strings, so nearly all tags are found by two comparisons of references.
        ref var recent = ref _recent[Slot(key, value)];
        if (ReferenceEquals(recent.Key, key) && ReferenceEquals(recent.Value, value))
        {
            known = _tags[recent.Number].Key;
            return recent.Number;
        }

        known = FindOrAdd(key);
        var number = known is null ? 0 : FindOrAdd(known, value);
        if (number > 0)
        {
            recent = (key, value, number);
        }

        return number;
    }

    /// <summary>Returns the number of a tag, added if necessary, or 0 when the table is full or the value is too long.</summary>
    public int FindOrAdd(TagKey key, ReadOnlySpan<char> value)
    {
        var known = key.Values.Find(value);
        if (known > 0)
        {
            return key.Tags[known];
        }

        return Count >= MaxTags || key.Values.IsFull || value.Length > MaxChars ? 0 : FindOrAdd(key, value.ToString());
    }

    /// <summary>Returns the number of a tag, added if necessary, or 0 when the table is full or the value is too long.</summary>
    public int FindOrAdd(TagKey key, string value)
    {
        var known = key.Values.Find(value);
        if (known > 0)
        {
            return key.Tags[known];
        }

        if (Count >= MaxTags || key.Values.IsFull || key.Values.FindOrAdd(value) is var number && number == 0)
        {
            return 0;
        }

        var tag = ++Count;
        if (tag == _tags.Length)
        {
            Array.Resize(ref _tags, tag * 2);
        }

        _tags[tag] = new(key, value, BloomFilter.Hash(key.Text, value));
        key.Tags.Add(tag);
        return tag;
    }

    // Different tags of the same key differ mostly in their last characters.
    private static int Slot(string key, string value)
    {
        var hash = (uint)key.Length << 8;
        if (key.Length > 0)
        {
            hash ^= key[^1] ^ ((uint)key[0] << 4);
        }

        if (value.Length > 0)
        {
            hash = (hash * 31) ^ ((uint)value.Length << 16) ^ value[^1] ^ ((uint)value[value.Length / 2] << 5) ^ ((uint)value[^((value.Length / 4) + 1)] << 10);
        }

        return (int)((hash * 0x9e37_79b9) >> (32 - RecentBits));
    }
}
