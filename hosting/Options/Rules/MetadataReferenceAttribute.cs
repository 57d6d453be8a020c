using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows a reference to an entry of metadata, such as <c>route:com.example.team</c>, and an empty text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MetadataReferenceAttribute : Attribute, IOptionRule
{
    private static readonly string[] Kinds = ["route", "cluster", "host"];

    /// <inheritdoc/>
    public string Allowed => "route:KEY, cluster:KEY, host:KEY";

    /// <inheritdoc/>
    public bool Allows(string value) => value.Length == 0 || TryParse(value, out _, out _);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^$|^(route|cluster|host):." };

    /// <summary>Splits a reference.</summary>
    /// <param name="value">The reference.</param>
    /// <param name="kind">The kind of object in lower case: route, cluster or host.</param>
    /// <param name="key">The key of its metadata.</param>
    public static bool TryParse(string value, out string kind, out string key)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        kind = colon < 0 ? "" : value[..colon].ToLowerInvariant();
        key = value[(colon + 1)..];
        return Kinds.Contains(kind) && key.Length > 0;
    }
}
