namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// <c>error and http.method=GET and retry</c>: terms that must all be met, each by some span. A word is the key of a tag or the
/// value of an annotation; <c>key=value</c> is a tag. Of a key that is named again the last value counts, and before the word.
/// </summary>
internal sealed class AnnotationQuery
{
    private readonly Dictionary<string, string?> _terms = [];

    /// <summary>Key and value; no value: the word.</summary>
    public IReadOnlyDictionary<string, string?> Terms => _terms;

    public static AnnotationQuery Parse(string? text)
    {
        var query = new AnnotationQuery();
        foreach (var term in (text ?? "").Split(" and "))
        {
            var equals = term.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? term : term[..equals]).Trim();
            var value = equals < 0 ? "" : term[(equals + 1)..].Trim();
            if (value.Length > 0)
            {
                query._terms[key] = value;
            }
            else if (key.Length > 0)
            {
                query._terms.TryAdd(key, null);
            }
        }

        return query;
    }
}
