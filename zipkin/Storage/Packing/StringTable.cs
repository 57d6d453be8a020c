namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>
/// Assigns numbers, from 1, to repeated strings, first come, first served, until the table is full. Numbers never change, and a string
/// without number never gets one later, so that equal spans are packed to equal bytes. Adding and finding require the lock of the store;
/// reading a string by its number doesn't.
/// </summary>
/// <param name="maxCount">The maximum number of strings.</param>
/// <param name="budget">The memory of all tables.</param>
internal sealed class StringTable(int maxCount, StringBudget budget)
{
    // Longer strings rarely repeat, and would stay in memory after their spans were evicted.
    private const int MaxChars = 128;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    // Readers have no lock: a full array is replaced by a longer one, so a reader sees the old or the new one.
    private Entry[] _entries = new Entry[16];

    public string this[int number] => _entries[number].Text;

    /// <summary>Gets the number of strings.</summary>
    public int Count => _numbers.Count;

    /// <summary>Gets a value indicating whether no more strings get numbers.</summary>
    public bool IsFull => _numbers.Count >= maxCount;

    /// <summary>Gets the strings.</summary>
    public IEnumerable<string> Strings => _numbers.Keys;

    /// <summary>Returns the number of a string, or 0.</summary>
    public int Find(string text) => _numbers.GetValueOrDefault(text);

    /// <summary>Returns the number of a string, or 0.</summary>
    public int Find(ReadOnlySpan<char> text) => _numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var number) ? number : 0;

    /// <summary>Returns the number of a string, added if necessary, or 0 when the table is full or the string is too long.</summary>
    public int FindOrAdd(string text)
    {
        if (_numbers.TryGetValue(text, out var number) || _numbers.Count >= maxCount || text.Length > MaxChars || !budget.TryTake(text))
        {
            return number;
        }

        number = _numbers.Count + 1;
        if (number == _entries.Length)
        {
            Array.Resize(ref _entries, number * 2);
        }

        _entries[number] = new(text, BloomFilter.Hash(text));
        _numbers.Add(text, number);
        return number;
    }

    /// <summary>Returns the precomputed <see cref="BloomFilter.Hash(string)"/> of a string.</summary>
    public uint Hash(int number) => _entries[number].Hash;

    private readonly record struct Entry(string Text, uint Hash);
}
