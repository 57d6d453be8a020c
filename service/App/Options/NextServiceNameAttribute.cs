using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.App.Options;

/// <summary>Allows the names that <see cref="ServiceNameAttribute"/> allows, and an empty value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NextServiceNameAttribute : Attribute, IOptionRule
{
    private static readonly ServiceNameAttribute Name = new();

    /// <inheritdoc/>
    public string Allowed => $"empty, or {Name.Allowed}";

    /// <inheritdoc/>
    public bool Allows(string value) => value.Length == 0 || Name.Allows(value);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9._-]*$" };
}
