using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.App.Options;

/// <summary>Allows the address of a server without TLS: an http URL that has no path.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "http://host:port";

    /// <inheritdoc/>
    public bool Allows(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/";

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^[Hh][Tt][Tt][Pp]://[^/]+/?$" };
}
