using System.Globalization;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows a list of HTTP status codes, separated by commas. The empty list is allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StatusCodesAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "a list of status codes from 200 to 599, such as 409, 503";

    /// <inheritdoc/>
    public bool Allows(string value) => value.Length == 0 || value.Split(',', StringSplitOptions.TrimEntries).All(IsStatusCode);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^( *[2-5][0-9]{2} *(, *[2-5][0-9]{2} *)*)?$" };

    private static bool IsStatusCode(string code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 200 and <= 599;
}
