using System.Globalization;
using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>Allows TCP ports, and <c>off</c> for a listener that isn't opened.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortOrOffAttribute : Attribute, IOptionRule
{
    public const string Off = "off";

    /// <inheritdoc/>
    public string Allowed => "0 to 65535, or off";

    /// <inheritdoc/>
    public bool Allows(string value) => value == Off || TryParse(value, out _);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^([0-9]{1,5}|off)$" };

    /// <summary>Parses a port; returns false for <c>off</c>.</summary>
    public static bool TryParse(string value, out ushort port) => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port);
}
