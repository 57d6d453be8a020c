using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows an absolute URL with the scheme http or https.</summary>
/// <param name="example">An example of an allowed URL.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpUrlAttribute(string example) : Attribute, IOptionRule
{
    /// <summary>Gets the example of an allowed URL.</summary>
    public string Example { get; } = example;

    /// <inheritdoc/>
    public string Allowed => $"an http or https URL, such as {Example}";

    /// <inheritdoc/>
    public bool Allows(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^[Hh][Tt][Tt][Pp][Ss]?://" };
}
