using System.Globalization;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows numbers in a range, with or without a decimal point. Applies to properties of type <see cref="double"/> with <c>[Range]</c>.</summary>
/// <param name="minimum">The smallest allowed number; not negative.</param>
/// <param name="maximum">The largest allowed number.</param>
public sealed class NumberRule(double minimum, double maximum) : IOptionRule
{
    /// <inheritdoc/>
    public string Allowed { get; } = string.Create(CultureInfo.InvariantCulture, $"{minimum:0.0##} to {maximum:0.0##}");

    /// <inheritdoc/>
    public bool Allows(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum;

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "number", ["minimum"] = minimum, ["maximum"] = maximum };
}
