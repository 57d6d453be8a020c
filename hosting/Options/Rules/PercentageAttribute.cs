using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows a percentage, 0 to 100, with or without a decimal point.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PercentageAttribute : Attribute, IOptionRule
{
    private static readonly NumberRule Number = new(0, 100);

    /// <inheritdoc/>
    public string Allowed => "0 to 100 (percent)";

    /// <inheritdoc/>
    public bool Allows(string value) => Number.Allows(value);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => Number.CreateSchema();
}
