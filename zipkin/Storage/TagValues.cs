using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The values seen of the tags that are offered to choose from. They stay when their traces go, as what may be asked for again.</summary>
internal sealed class TagValues(IEnumerable<string> keys)
{
    // A tag with more has ids or times in it, and is nothing to choose from; it should not fill the memory either.
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

    public string[] Of(string key) => _values.TryGetValue(key, out var values) ? [.. values] : [];
}
