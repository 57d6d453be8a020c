using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows any text but the empty one.</summary>
/// <param name="allowed">A description of the text, such as <c>the name of a cluster</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotEmptyAttribute(string allowed) : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed { get; } = allowed;

    /// <inheritdoc/>
    public bool Allows(string value) => value.Length > 0;

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["minLength"] = 1 };
}
