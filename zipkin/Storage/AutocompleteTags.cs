using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The values of the tags that are listed for autocompletion. They are kept when their traces are evicted, because they are likely to
/// return.
/// </summary>
internal sealed class AutocompleteTags(IEnumerable<string> keys)
{
    // A tag with more values contains ids or times: useless for autocompletion, and without a limit it would fill the memory.
    private const int MaxValues = 10_000;

    private readonly Dictionary<string, SortedSet<string>> _values = keys.Distinct().ToDictionary(key => key, _ => new SortedSet<string>(StringComparer.Ordinal));

    public void Add(Span span)
    {
        if (_values.Count == 0)
        {
            return;
        }

        foreach (var (key, value) in span.Tags)
        {
            if (_values.TryGetValue(key, out var values) && values.Count < MaxValues)
            {
                values.Add(value);
            }
        }
    }

    public string[] Values(string key) => _values.TryGetValue(key, out var values) ? [.. values] : [];
}
