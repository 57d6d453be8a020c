using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// Allows a list of matches for subject alternative names, separated by commas. The list may be empty.
/// <code>URI:spiffe://cluster.local/ns/shop/*, DNS:client.example.com</code>
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SubjectAltNamesAttribute : Attribute, IOptionRule
{
    private static readonly string[] Types = ["URI", "DNS", "EMAIL", "IP_ADDRESS"];

    /// <inheritdoc/>
    public string Allowed => "TYPE:VALUE, several separated by commas, such as URI:spiffe://cluster.local/*; the types are URI, DNS, EMAIL, IP_ADDRESS";

    /// <summary>Returns the matches of a list: the type and the value of each; null when one of them isn't valid.</summary>
    public static IReadOnlyList<(string Type, string Value)>? Parse(string value)
    {
        var matches = new List<(string, string)>();
        foreach (var text in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || colon == text.Length - 1 || Array.Find(Types, type => type.Equals(text[..colon], StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                return null;
            }

            matches.Add((known, text[(colon + 1)..]));
        }

        return matches;
    }

    /// <inheritdoc/>
    public bool Allows(string value) => Parse(value) is not null;

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
