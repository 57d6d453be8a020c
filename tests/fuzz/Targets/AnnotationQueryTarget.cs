using System.Text;
using System.Text.RegularExpressions;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Reads the annotationQuery of a search. The terms are those that a regular expression finds, and are the same when written and read again.</summary>
internal sealed partial class AnnotationQueryTarget() : FuzzTarget(
    "annotation-query", " and ", "and", "=", "==", " ", "error", "http.method=GET", "http.path=/a b", "\t", "AND", "%20", "\u00e9", "\u2003", "\0")
{
    public override int MaxLength => 1024;

    public override void Parse(byte[] input) => AnnotationQuery.Parse(Encoding.UTF8.GetString(input));

    public override Outcome Check(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var terms = AnnotationQuery.Parse(text).Terms;
        OracleException.ThrowUnlessEqual(Join(Expected(text)), Join(terms), "terms by a regular expression");
        foreach (var (key, value) in terms)
        {
            var again = AnnotationQuery.Parse(value is null ? key : $"{key}={value}").Terms;
            OracleException.ThrowUnlessEqual(Join([new(key, value)]), Join(again), "a term is the same when read alone");
        }

        return Outcome.Accepted(Math.Min(terms.Count, 15) | (Math.Min(terms.Values.Count(value => value is null), 15) << 4));
    }

    private static Dictionary<string, string?> Expected(string text)
    {
        var terms = new Dictionary<string, string?>();
        foreach (var term in Separator.Split(text))
        {
            var match = Term.Match(term.Trim());
            var (key, value) = (match.Groups["key"].Value.Trim(), match.Groups["value"].Value.Trim());
            if (value.Length > 0 || (key.Length > 0 && !terms.ContainsKey(key)))
            {
                terms[key] = value.Length > 0 ? value : null;
            }
        }

        return terms;
    }

    private static string Join(IEnumerable<KeyValuePair<string, string?>> terms) =>
        string.Join('\u0001', terms.OrderBy(term => term.Key, StringComparer.Ordinal).Select(term => $"{term.Key}\u0002{term.Value ?? "\u0003"}"));

    [GeneratedRegex(" and ")]
    private static partial Regex Separator { get; }

    [GeneratedRegex(@"\A(?<key>[^=]*)(=(?<value>.*))?\z", RegexOptions.Singleline)]
    private static partial Regex Term { get; }
}
