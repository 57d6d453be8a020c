using System.Net;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows a list of address ranges in CIDR notation, separated by commas. The list may be empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CidrRangesAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "CIDR ranges, separated by commas, such as 10.0.0.0/8, fd00::/8";

    /// <summary>Returns the ranges of a list; null when one of them isn't valid.</summary>
    public static IReadOnlyList<IPNetwork>? Parse(string value)
    {
        var ranges = new List<IPNetwork>();
        foreach (var text in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPNetwork.TryParse(text, out var range))
            {
                return null;
            }

            ranges.Add(range);
        }

        return ranges;
    }

    /// <inheritdoc/>
    public bool Allows(string value) => Parse(value) is not null;

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
