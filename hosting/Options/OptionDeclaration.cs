using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Hosting.Options;

/// <summary>Represents the declaration of one option.</summary>
/// <param name="Key">The key in its section, such as <c>Port</c>.</param>
/// <param name="Description">The description, with code in backticks.</param>
/// <param name="Rule">The rule that gives the allowed values.</param>
/// <param name="Default">The default as a user would write it; empty when there is none.</param>
public sealed record OptionDeclaration(string Key, string Description, IOptionRule Rule, string Default)
{
    /// <summary>Gets a value indicating whether the option must be set wherever its section is.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets the short name on the command line, if there is one.</summary>
    public CommandLineSwitchAttribute? Switch { get; init; }
}
