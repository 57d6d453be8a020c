using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Documentation;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Docs;

/// <summary>
/// Writes the declarations of options as a JSON schema, with which editors complete and check configuration files. Draft 7, which
/// Visual Studio Code and Visual Studio support completely.
/// </summary>
internal static class ConfigurationSchema
{
    private const string Properties = "properties";
    private const string AnyProperty = "additionalProperties";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the schema of a configuration file.</summary>
    /// <param name="title">The title of the schema.</param>
    /// <param name="sections">The sections with declared options.</param>
    /// <param name="foreign">The sections of other libraries, and their descriptions.</param>
    public static string Write(string title, IEnumerable<OptionsSection> sections, params (string Name, string Description)[] foreign)
    {
        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
            ["type"] = "object",
            [Properties] = new JsonObject
            {
                ["$schema"] = new JsonObject { ["type"] = "string" },
            },
            [AnyProperty] = false,
        };
        foreach (var section in sections)
        {
            Fill(section.Segments.Aggregate(root, Descend), section);
        }

        foreach (var (name, description) in foreign)
        {
            Descend(root, name)["description"] = description;
        }

        return root.ToJsonString(Format) + "\n";
    }

    // Objects on the way to a section may have other keys: they are YARP's.
    private static JsonObject Descend(JsonObject parent, string segment)
    {
        if (segment == OptionsSection.Index)
        {
            parent["type"] = "array";
            return GetOrAdd(parent, "items", isSchema: true);
        }

        if (OptionsSection.IsPlaceholder(segment))
        {
            return GetOrAdd(parent, AnyProperty, isSchema: true);
        }

        return GetOrAdd(GetOrAdd(parent, Properties, isSchema: false), segment, isSchema: true);
    }

    private static JsonObject GetOrAdd(JsonObject parent, string key, bool isSchema)
    {
        if (parent[key] is not JsonObject found)
        {
            parent[key] = found = isSchema ? new JsonObject { ["type"] = "object" } : [];
        }

        return found;
    }

    private static void Fill(JsonObject schema, OptionsSection section)
    {
        schema["description"] = PlainText.Of(section.Description);
        if (!section.AllowsOtherKeys)
        {
            schema[AnyProperty] = false;
        }

        var properties = GetOrAdd(schema, Properties, isSchema: false);
        foreach (var option in section.Options)
        {
            properties[option.Key] = CreateOption(option);
        }

        var required = section.Options.Where(option => option.IsRequired).Select(option => JsonValue.Create(option.Key)).ToArray<JsonNode?>();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }
    }

    private static JsonObject CreateOption(OptionDeclaration option)
    {
        var schema = option.Rule.CreateSchema();
        var allowed = option.Rule is TextRule ? "" : $" Allowed: {option.Rule.Allowed}.";
        schema["description"] = PlainText.Of(option.Description) + allowed;
        if (option.Default.Length > 0)
        {
            schema["default"] = (string?)schema["type"] switch
            {
                "integer" => long.Parse(option.Default, CultureInfo.InvariantCulture),
                "number" => double.Parse(option.Default, CultureInfo.InvariantCulture),
                "boolean" => bool.Parse(option.Default),
                _ => option.Default,
            };
        }

        return schema;
    }
}
