using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows some words, in any case. Applies to enums, and to strings with <c>[AllowedValues]</c>.</summary>
/// <param name="choices">The words.</param>
public sealed class ChoiceRule(params string[] choices) : IOptionRule
{
    /// <inheritdoc/>
    public string Allowed { get; } = string.Join(", ", choices);

    /// <inheritdoc/>
    public bool Allows(string value) => choices.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]),
    };
}
