namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Numbers for texts that repeat, from 1 on. Who comes first gets one, until there are no more; a text that has none never gets one
/// later, so that what is stored of equal spans is equal. Numbers are never taken back. Adding and finding belong to the
/// storage's lock; a text may be read by its number at any time.
/// </summary>
/// <param name="most">How many there are.</param>
internal sealed class TextTable(int most)
{
    // Longer ones hardly repeat, and should not stay in memory when their spans have gone.
    private const int MostChars = 128;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    // Replaced by a longer one when it is full, so that who reads it sees one or the other.
    private Entry[] _entries = new Entry[16];

    public string this[int number] => _entries[number].Text;

    /// <summary>0 when it has none.</summary>
    public int Find(string text) => _numbers.GetValueOrDefault(text);

    /// <summary>0 when it has none and gets none.</summary>
    public int FindOrAdd(string text)
    {
        if (_numbers.TryGetValue(text, out var number) || _numbers.Count >= most || text.Length > MostChars)
        {
            return number;
        }

        number = _numbers.Count + 1;
        if (number == _entries.Length)
        {
            Array.Resize(ref _entries, number * 2);
        }

        _entries[number] = new(text, TraceSignature.Hash(text));
        _numbers.Add(text, number);
        return number;
    }

    /// <summary>What <see cref="TraceSignature.Hash(string)"/> gives, without its work.</summary>
    public uint Hash(int number) => _entries[number].Hash;

    private readonly record struct Entry(string Text, uint Hash);
}
