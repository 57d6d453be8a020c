using System.Globalization;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows durations in a range, written as .NET writes them: <c>[d.]hh:mm:ss[.fff]</c>.</summary>
/// <param name="minimum">The shortest allowed duration.</param>
/// <param name="maximum">The longest allowed duration.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : Attribute, IOptionRule
{
    private readonly TimeSpan _minimum = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);
    private readonly TimeSpan _maximum = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    /// <summary>Gets the shortest allowed duration.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>Gets the longest allowed duration.</summary>
    public string Maximum { get; } = maximum;

    /// <summary>Gets or sets an example of an allowed duration, for ranges that don't show how seconds are written.</summary>
    public string? Example { get; set; }

    /// <inheritdoc/>
    public string Allowed => $"{Minimum} to {Maximum}" + (Example is null ? "" : $", such as {Example}");

    /// <inheritdoc/>
    public bool Allows(string value) =>
        TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration) && duration >= _minimum && duration <= _maximum;

    // A schema can't compare durations: it checks how they are written.
    /// <inheritdoc/>
    public JsonObject CreateSchema() => new()
    {
        ["type"] = "string",
        ["pattern"] = @"^(\d+\.)?\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,7})?)?$",
    };
}
