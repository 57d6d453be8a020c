namespace ZipkinMesh.Hosting.Options;

/// <summary>Declares a short name for an option on the command line, beside <c>--SECTION:KEY</c>.</summary>
/// <param name="name">The name with its dashes, such as <c>--service-node</c>.</param>
/// <param name="valueName">The placeholder of the value in <c>--help</c>, such as <c>ID</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CommandLineSwitchAttribute(string name, string valueName) : Attribute
{
    /// <summary>Gets the name with its dashes.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the placeholder of the value.</summary>
    public string ValueName { get; } = valueName;
}
