using System.Net;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Hosting.Options.Rules;

/// <summary>Allows a TCP port to listen on; 0 takes any free one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute : Attribute, IOptionRule
{
    private static readonly IntegerRule Number = new(IPEndPoint.MinPort, IPEndPoint.MaxPort);

    /// <inheritdoc/>
    public string Allowed { get; } = $"{Number.Allowed} (0: any free port)";

    /// <inheritdoc/>
    public bool Allows(string value) => Number.Allows(value);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => Number.CreateSchema();
}
