using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Http;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows the name of a header (RFC 9110, 5.1), and an empty text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HeaderNameAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "empty, or the name of a header, such as x-trace-url";

    /// <inheritdoc/>
    public bool Allows(string value) => HeaderName.IsToken(value);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^[!#$%&'*+.^_`|~0-9A-Za-z-]*$" };
}
