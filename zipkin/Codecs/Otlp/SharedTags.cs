using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>The tags that all spans of a resource or of a scope have.</summary>
internal sealed class SharedTags(DecodeBudget budget)
{
    // Shorter strings are stored once for all spans.
    private const int MaxSharedChars = 128;

    private readonly List<KeyValuePair<string, string>> _tags = [];
    private int _bytesPerSpan;

    public void Clear()
    {
        _tags.Clear();
        _bytesPerSpan = 0;
    }

    public void Add(string key, string value)
    {
        _tags.Add(new(key, value));
        _bytesPerSpan += (key.Length > MaxSharedChars ? key.Length : 0) + (value.Length > MaxSharedChars ? value.Length : 0);
    }

    /// <summary>Adds the tags to a span.</summary>
    /// <exception cref="MessageTooLargeException"/>
    public void AddTo(SpanBuilder span)
    {
        budget.Add(_bytesPerSpan);
        foreach (var (key, value) in _tags)
        {
            span.AddTag(key, value);
        }
    }
}
