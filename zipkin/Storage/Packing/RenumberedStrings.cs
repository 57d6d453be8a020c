namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>Strings that have other numbers in packed spans than in a table of this process.</summary>
/// <param name="table">The table of this process.</param>
internal sealed class RenumberedStrings(StringTable table)
{
    // The number is unknown until a span refers to the string: the others needn't be in the table.
    private const int Unknown = -1;

    private readonly List<(string Text, int Number)> _strings = [("", 0)];

    public StringTable Table => table;

    public string this[int number] => _strings[number].Text;

    /// <summary>Adds the string with the next number.</summary>
    public void Add(string text) => _strings.Add((text, Unknown));

    /// <summary>Removes all strings.</summary>
    public void Clear() => _strings.RemoveRange(1, _strings.Count - 1);

    /// <summary>Returns the number in the table, added if necessary, or 0 when the string gets none.</summary>
    public int Renumber(int number)
    {
        var (text, known) = _strings[number];
        if (known == Unknown)
        {
            known = table.FindOrAdd(text);
            _strings[number] = (text, known);
        }

        return known;
    }
}
