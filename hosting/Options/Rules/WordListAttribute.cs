using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows a list of some words, in any case, separated by commas. The empty list is allowed.</summary>
/// <param name="words">The words.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WordListAttribute(params string[] words) : Attribute, IOptionRule
{
    /// <summary>Gets the words.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    /// <inheritdoc/>
    public string Allowed { get; } = $"a list of {string.Join(", ", words)}";

    /// <inheritdoc/>
    public bool Allows(string value) =>
        value.Length == 0 || value.Split(',', StringSplitOptions.TrimEntries).All(word => Words.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
