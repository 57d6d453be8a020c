using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows true and false. Applies to properties of type <see cref="bool"/>.</summary>
public sealed class FlagRule : IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "true, false";

    /// <inheritdoc/>
    public bool Allows(string value) => bool.TryParse(value, out _);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "boolean" };
}
