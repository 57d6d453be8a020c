using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// Allows a list of keys and values in the form of W3C's baggage, as OpenTelemetry's variables have it:
/// <code>key1=value1,key2=a%2Cb</code>
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairListAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "KEY=VALUE, several separated by commas; commas and other special characters of a value as %2C";

    /// <inheritdoc/>
    public bool Allows(string value) => Array.TrueForAll(value.Split(','), IsPair);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };

    private static bool IsPair(string pair) => pair.IndexOf('=') is > 0 and var equals
        && pair[..equals].Trim() is { Length: > 0 } key && !key.Any(char.IsWhiteSpace)
        && !Uri.UnescapeDataString(pair).Any(char.IsControl);
}
