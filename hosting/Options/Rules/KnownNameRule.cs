using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows the names that another part of the same configuration declares, such as its listeners.</summary>
/// <param name="kind">The things that have the names, in the plural, such as <c>listeners</c>.</param>
/// <param name="names">The names.</param>
/// <param name="comparer">The comparer that finds a value among the names.</param>
public sealed class KnownNameRule(string kind, IReadOnlyCollection<string> names, StringComparer comparer) : IOptionRule
{
    /// <inheritdoc/>
    public string Allowed { get; } = $"one of the {kind}: {string.Join(", ", names)}";

    /// <inheritdoc/>
    public bool Allows(string value) => names.Contains(value, comparer);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
