using System.Globalization;
using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>Allows timeouts as Zipkin writes them: <c>500ms</c>, <c>11s</c>, <c>1m</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeoutAttribute : Attribute, IOptionRule
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1))];

    /// <inheritdoc/>
    public string Allowed => "a whole number up to 1000000 with ms, s, m or h, such as 11s (0s: no limit)";

    /// <inheritdoc/>
    public bool Allows(string value) => TryParse(value, out _);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^[0-9]{1,7}(ms|s|m|h)$" };

    /// <summary>Parses a timeout; zero means no limit.</summary>
    public static bool TryParse(string value, out TimeSpan timeout)
    {
        timeout = default;
        var unit = value.TrimStart(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        var known = Array.Find(Units, one => one.Unit == unit);
        if (known.Unit is null || !int.TryParse(value[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 1_000_000)
        {
            return false;
        }

        timeout = known.Length * number;
        return true;
    }
}
