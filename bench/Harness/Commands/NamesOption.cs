namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Represents an option whose value is a list of names, separated by commas. The value is null when the option isn't given.</summary>
/// <param name="name">The option's name.</param>
/// <param name="helpName">The placeholder of the list in the help.</param>
/// <param name="description">Its line in the help; the names are appended.</param>
/// <param name="names">The allowed names, in the order in which the value lists them.</param>
public sealed class NamesOption(string name, string helpName, string description, IReadOnlyList<string> names)
    : ValueOption<IReadOnlyList<string>>(
        name, helpName, $"{description}. Allowed, separated by commas: {string.Join(", ", names)}.", string.Join(", ", names))
{
    /// <inheritdoc/>
    protected override bool TryParse(string text, out IReadOnlyList<string> value, ref string wrong)
    {
        var given = text.Split(',', StringSplitOptions.TrimEntries);
        value = [.. names.Where(given.Contains)];
        if (Array.Find(given, word => !names.Contains(word)) is { } unknown)
        {
            wrong = unknown;
            return false;
        }

        return true;
    }
}
