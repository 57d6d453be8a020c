using System.Net;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows an IPv4 or IPv6 address.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IPAddressAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "an IP address";

    /// <inheritdoc/>
    public bool Allows(string value) => IPAddress.TryParse(value, out _);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new()
    {
        ["type"] = "string",
        ["anyOf"] = new JsonArray(new JsonObject { ["format"] = "ipv4" }, new JsonObject { ["format"] = "ipv6" }),
    };
}
