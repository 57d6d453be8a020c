using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows a single word, in any case, and says why there is no other.</summary>
/// <param name="value">The word.</param>
/// <param name="reason">The reason, such as <c>the proxy doesn't authenticate clients</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OnlyValueAttribute(string value, string reason) : Attribute, IOptionRule
{
    private readonly ChoiceRule _choice = new(value);

    /// <summary>Gets the word.</summary>
    public string Value { get; } = value;

    /// <summary>Gets the reason.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public string Allowed => $"{Value} ({Reason})";

    /// <inheritdoc/>
    public bool Allows(string value) => _choice.Allows(value);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => _choice.CreateSchema();
}
