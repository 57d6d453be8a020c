namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>Describes a parameter of a command (Envoy's <c>Admin::ParamDescriptor</c>).</summary>
/// <param name="Name">The name in the query.</param>
/// <param name="Help">The help text.</param>
internal sealed record AdminParameter(string Name, string Help)
{
    /// <summary>Gets a value indicating that the presence of the parameter is its value, as in <c>?usedonly</c>.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Gets the allowed values; empty when any text is allowed.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
