using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows any text, the empty one included. Applies to strings that have no attribute.</summary>
public sealed class TextRule : IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "any text";

    /// <inheritdoc/>
    public bool Allows(string value) => true;

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
