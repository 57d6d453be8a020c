using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>
/// Writes the records of a trace as text, without what differs between two runs. Times and ports are left out. Ids get names in the order
/// in which they appear, so that the text shows which records share a span id, which are the parents, and whether a span id is the trace id.
/// </summary>
internal sealed partial class NormalizedTrace
{
    private readonly Dictionary<string, string> _names;

    private NormalizedTrace(Dictionary<string, string> names) => _names = names;

    /// <summary>Returns a block of lines for each record, in the order of the request's path.</summary>
    /// <param name="trace">The trace as Zipkin returns it.</param>
    /// <param name="known">The names of values that the test itself has chosen.</param>
    public static string[] Of(JsonArray trace, params (string Value, string Name)[] known)
    {
        var text = new NormalizedTrace(known.ToDictionary(pair => pair.Value, pair => pair.Name));
        return
        [
            .. trace.Select(record => record!.AsObject())
                .OrderBy(record => $"{record["name"]}", StringComparer.Ordinal)
                .ThenBy(record => $"{record["kind"]}", StringComparer.Ordinal)
                .Select(text.Write),
        ];
    }

    private string Write(JsonObject record) => string.Join('\n', record
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Where(field => field.Key is not ("timestamp" or "duration"))
        .Select(field => $"{field.Key}: {Write(field.Key, field.Value!)}")) + "\n";

    private string Write(string field, JsonNode value) => field switch
    {
        "traceId" or "id" or "parentId" => Name($"{value}"),
        "annotations" => string.Join(", ", value.AsArray().Select(annotation => $"{annotation!["value"]}")),
        "tags" => string.Concat(value.AsObject().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"\n  {tag.Key}: {Replace($"{tag.Value}")}")),
        _ => Replace(value.ToJsonString()),
    };

    private string Replace(string text)
    {
        foreach (var (value, name) in _names.Where(pair => pair.Key.Length > 0))
        {
            text = text.Replace(value, name, StringComparison.Ordinal);
        }

        return Port().Replace(RequestId().Replace(text, match => Name(match.Value)), ":(port)");
    }

    private string Name(string id) => _names.TryGetValue(id, out var name) ? name : _names[id] = $"({(char)('a' + _names.Count)})";

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RequestId();

    [GeneratedRegex(@"(?<=\d\.\d+\.\d+\.\d+):\d+")]
    private static partial Regex Port();
}
