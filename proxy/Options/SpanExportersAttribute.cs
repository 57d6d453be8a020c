using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>Allows the exporters of spans that a proxy has, separated by commas, or <c>none</c> alone.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpanExportersAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => $"{SpanExporters.Zipkin}, {SpanExporters.Otlp}, both separated by a comma, or {SpanExporters.None}";

    /// <inheritdoc/>
    public bool Allows(string value) =>
        SpanExporters.Split(value) is [SpanExporters.None] || SpanExporters.Split(value).All(name => name is SpanExporters.Zipkin or SpanExporters.Otlp);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };
}
