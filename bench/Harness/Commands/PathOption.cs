namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Represents an option whose value is the path of a file or folder. The value is null when the option isn't given.</summary>
/// <param name="name">The option's name.</param>
/// <param name="helpName">The placeholder of the path in the help: <c>FILE</c> or <c>FOLDER</c>.</param>
/// <param name="description">Its line in the help.</param>
public sealed class PathOption(string name, string helpName, string description)
    : ValueOption<string>(name, helpName, description, "a path")
{
    /// <inheritdoc/>
    protected override bool TryParse(string text, out string value, ref string wrong)
    {
        value = text;
        return text.Length > 0;
    }
}
