using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>Allows a list of some protocols, separated by commas; each at most once, and at least one.</summary>
/// <param name="names">The names of the protocols. Case matters, as in ALPN.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProtocolsAttribute(params string[] names) : Attribute, IOptionRule
{
    /// <summary>Gets the names of the protocols.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <inheritdoc/>
    public string Allowed { get; } = $"one or more of {string.Join(", ", names)}";

    /// <summary>Returns the names in a list.</summary>
    public static string[] Split(string value) => value.Split(',', StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public bool Allows(string value) => Split(value) is var list && list.All(Names.Contains) && list.Distinct().Count() == list.Length;

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
