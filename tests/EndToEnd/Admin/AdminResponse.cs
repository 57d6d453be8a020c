using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Represents a response of an admin interface, without the ports that differ between two of them.</summary>
internal sealed partial record AdminResponse(HttpStatusCode Status, string ContentType, string Body)
{
    public IEnumerable<string> Lines => Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Gets the lines with each number as 0.</summary>
    public IEnumerable<string> LineShapes => Lines.Select(line => Number().Replace(line, "0"));

    /// <summary>Returns the paths of all keys of a JSON document, such as <c>.configs[].static_clusters[].cluster.name</c>.</summary>
    public SortedSet<string> KeyPaths()
    {
        SortedSet<string> paths = new(StringComparer.Ordinal);
        Collect(JsonNode.Parse(Body), "", paths);
        return paths;
    }

    private static void Collect(JsonNode? node, string path, SortedSet<string> paths)
    {
        if (node is JsonObject json)
        {
            foreach (var (key, value) in json)
            {
                paths.Add($"{path}.{key}");
                Collect(value, $"{path}.{key}", paths);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Collect(item, path + "[]", paths);
            }
        }
    }

    [GeneratedRegex(@"(?<![a-z_])\d+")]
    private static partial Regex Number();
}
