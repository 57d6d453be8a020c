using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows an http or https URL that contains <c>{traceId}</c>, and an empty text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TraceUrlAttribute : Attribute, IOptionRule
{
    /// <summary>The text that stands for the trace id.</summary>
    public const string Placeholder = "{traceId}";

    private static readonly HttpUrlAttribute Url = new("http://localhost:9411/zipkin/traces/" + Placeholder);

    /// <inheritdoc/>
    public string Allowed => $"empty, or {Url.Allowed}";

    /// <inheritdoc/>
    public bool Allows(string value) =>
        value.Length == 0 || (value.Contains(Placeholder, StringComparison.Ordinal) && Url.Allows(value.Replace(Placeholder, "1", StringComparison.Ordinal)));

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["pattern"] = "^$|^[Hh][Tt][Tt][Pp][Ss]?://.*\\{traceId\\}" };
}
