using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.App.Options;

/// <summary>Allows names that can be part of a file's name and of a cluster's name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServiceNameAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "letters, digits, '.', '-' and '_', for example 1";

    /// <inheritdoc/>
    public bool Allows(string value) => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9._-]+$" };
}
