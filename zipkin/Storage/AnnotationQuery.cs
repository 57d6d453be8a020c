namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Parses the terms of <c>error and http.method=GET and retry</c>. All terms must match, each on any span of the trace. A term without
/// value matches the key of a tag or the value of an annotation; <c>key=value</c> matches a tag. When a key is repeated, the last term with
/// a value is used.
/// </summary>
internal sealed class AnnotationQuery
{
    private readonly Dictionary<string, string?> _terms = [];

    /// <summary>Gets the terms by key; the value is null for a term without value.</summary>
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
