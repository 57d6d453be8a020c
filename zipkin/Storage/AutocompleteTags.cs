using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The values of the tags that are listed for autocompletion.</summary>
internal sealed class AutocompleteTags(IEnumerable<string> keys, NameMemory memory)
{
    // A tag with more values contains ids or times: useless for autocompletion.
    private const int MaxValues = 10_000;

    private readonly Dictionary<string, CountedNames> _values = keys.Distinct().ToDictionary(key => key, _ => new CountedNames(memory));

    /// <summary>Gets a value indicating whether there are no keys, so that nothing needs to be added or released.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Adds the values of a stored span.</summary>
    public void Add(Span span)
    {
        if (IsEmpty)
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

    /// <summary>Releases the values of an evicted span.</summary>
    public void Release(Span span)
    {
        foreach (var (key, value) in span.Tags)
        {
            _values.GetValueOrDefault(key)?.Release(value);
        }
    }

    public string[] Values(string key) => _values.TryGetValue(key, out var values) ? values.Sorted : [];
}
