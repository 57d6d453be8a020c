using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows the path of a URL, which begins with <c>/</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RootedPathAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "a path that begins with /";

    /// <inheritdoc/>
    public bool Allows(string value) => value.StartsWith('/');

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^/" };
}
