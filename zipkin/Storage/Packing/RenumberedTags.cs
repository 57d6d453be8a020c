namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>Tags and their keys that have other numbers in packed spans than in the table of this process.</summary>
/// <param name="table">The table of this process.</param>
internal sealed class RenumberedTags(TagTable table)
{
    private readonly List<(string Text, TagKey? Key, bool IsKnown)> _keys = [("", null, true)];
    private readonly List<(int Key, string Value, int Number, bool IsKnown)> _tags = [(0, "", 0, true)];

    /// <summary>Adds the key with the next number.</summary>
    public void AddKey(string text) => _keys.Add((text, null, false));

    /// <summary>Adds the tag with the next number.</summary>
    public void Add(int key, string value) => _tags.Add((key, value, 0, false));

    /// <summary>Removes all tags and keys.</summary>
    public void Clear()
    {
        _keys.RemoveRange(1, _keys.Count - 1);
        _tags.RemoveRange(1, _tags.Count - 1);
    }

    /// <summary>Gets the text of a key.</summary>
    public string KeyText(int number) => _keys[number].Text;

    /// <summary>Gets the key and the value of a tag.</summary>
    public (int Key, string Value) Tag(int number) => (_tags[number].Key, _tags[number].Value);

    /// <summary>Returns the key in the table, added if necessary, or null when it gets no number.</summary>
    public TagKey? RenumberKey(int number)
    {
        var (text, key, isKnown) = _keys[number];
        if (!isKnown)
        {
            key = table.FindOrAdd(text);
            _keys[number] = (text, key, true);
        }

        return key;
    }

    /// <summary>Returns the number of a tag in the table, added if necessary, or 0 when it gets none.</summary>
    public int Renumber(int number)
    {
        var (key, value, known, isKnown) = _tags[number];
        if (!isKnown)
        {
            known = RenumberKey(key) is { } tagKey ? table.FindOrAdd(tagKey, value) : 0;
            _tags[number] = (key, value, known, true);
        }

        return known;
    }
}
