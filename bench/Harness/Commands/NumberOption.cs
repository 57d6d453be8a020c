using System.Globalization;

namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Represents an option whose value is a whole number in a range. The value is null when the option isn't given.</summary>
/// <param name="name">The option's name.</param>
/// <param name="description">Its line in the help; the range is appended.</param>
/// <param name="from">The smallest allowed value.</param>
/// <param name="to">The largest allowed value.</param>
public sealed class NumberOption(string name, string description, int from, int to)
    : ValueOption<int?>(name, "N", $"{description}. Allowed: {from} to {to}.", $"{from} to {to}")
{
    /// <inheritdoc/>
    protected override bool TryParse(string text, out int? value, ref string wrong)
    {
        value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return value >= from && value <= to;
    }
}
