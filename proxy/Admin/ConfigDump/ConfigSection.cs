using System.Text.Json.Nodes;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Represents one element of <c>configs</c>, such as Envoy's <c>envoy.admin.v3.ClustersConfigDump</c>.</summary>
/// <param name="Type">The name of the message, such as <c>ClustersConfigDump</c>.</param>
internal sealed record ConfigSection(string Type)
{
    public const string TypeKey = "@type";

    private const string TypePrefix = "type.googleapis.com/envoy.admin.v3.";

    /// <summary>Gets the fields that aren't lists.</summary>
    public JsonObject Fields { get; init; } = [];

    /// <summary>Gets the names of the lists that the message can have. Those after the first are always empty: nothing is dynamic.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Gets the name of the message of the elements of the first list, such as <c>StaticCluster</c>.</summary>
    public string ElementType { get; init; } = "";

    /// <summary>Gets the elements of the first list, with their names.</summary>
    public IReadOnlyList<(string Name, JsonObject Value)> Elements { get; init; } = [];

    /// <summary>Returns the whole message.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { [TypeKey] = TypePrefix + Type };
        foreach (var (name, value) in Fields)
        {
            json[name] = value?.DeepClone();
        }

        if (Elements.Count > 0)
        {
            json[Lists[0]] = new JsonArray([.. Elements.Select(element => element.Value.DeepClone())]);
        }

        return json;
    }

    /// <summary>Returns the elements of one of the lists as messages of their own.</summary>
    public IEnumerable<JsonObject> ElementsOf(string list)
    {
        foreach (var (_, value) in list == Lists[0] ? Elements : [])
        {
            JsonObject json = new() { [TypeKey] = $"{TypePrefix}{Type}.{ElementType}" };
            foreach (var (name, field) in value)
            {
                json[name] = field?.DeepClone();
            }

            yield return json;
        }
    }
}
