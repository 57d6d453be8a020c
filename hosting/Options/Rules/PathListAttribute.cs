using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>
/// Allows a list of URL paths, separated by commas. A <c>*</c> at the end of a path stands for anything. The list may be empty.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathListAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "paths that begin with /, separated by commas, such as /ready, /stats*";

    /// <summary>Returns the paths of a list.</summary>
    /// <param name="value">The list.</param>
    public static string[] Parse(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public bool Allows(string value) => Parse(value).All(path => path[0] == '/' && path.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == path.Length - 1));

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
