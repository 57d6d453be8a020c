using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>Allows a list of protocols that a connection can be upgraded to, separated by commas. The list may be empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UpgradeTypesAttribute : Attribute, IOptionRule
{
    // These have a meaning of their own: HTTP/2 is never reached by an upgrade, and CONNECT is a method.
    private static readonly string[] Excluded = ["h2c", "connect"];

    /// <inheritdoc/>
    public string Allowed => "names of protocols, separated by commas, such as websocket; not h2c";

    /// <summary>Returns the protocols of a list. Their case doesn't matter.</summary>
    public static FrozenSet<string> Parse(string value) =>
        Split(value).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Allows(string value) => Array.TrueForAll(
        Split(value), type => type.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_') && !Excluded.Contains(type, StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };

    private static string[] Split(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
