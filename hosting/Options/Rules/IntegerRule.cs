using System.Globalization;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows whole numbers in a range, written in digits. Applies to integers with <c>[Range]</c>.</summary>
/// <param name="minimum">The smallest allowed number; not negative.</param>
/// <param name="maximum">The largest allowed number.</param>
public sealed class IntegerRule(long minimum, long maximum) : IOptionRule
{
    /// <inheritdoc/>
    public string Allowed { get; } = string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}");

    /// <inheritdoc/>
    public bool Allows(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum;

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };
}
