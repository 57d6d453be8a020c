using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.App.Options;

/// <summary>Allows the path of an existing file, or an empty value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SidecarProgramAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "the path of the sidecar program, or an empty value to run the app alone";

    /// <inheritdoc/>
    public bool Allows(string value) => value.Length == 0 || File.Exists(value);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
