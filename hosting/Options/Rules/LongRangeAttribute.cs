using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows whole numbers in a range that is beyond that of <see cref="int"/>, written in digits.</summary>
/// <param name="minimum">The smallest allowed number; not negative.</param>
/// <param name="maximum">The largest allowed number.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LongRangeAttribute(long minimum, long maximum) : Attribute, IOptionRule
{
    private readonly IntegerRule _rule = new(minimum, maximum);

    /// <summary>Gets the smallest allowed number.</summary>
    public long Minimum { get; } = minimum;

    /// <summary>Gets the largest allowed number.</summary>
    public long Maximum { get; } = maximum;

    /// <inheritdoc/>
    public string Allowed => _rule.Allowed;

    /// <inheritdoc/>
    public bool Allows(string value) => _rule.Allows(value);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => _rule.CreateSchema();
}
