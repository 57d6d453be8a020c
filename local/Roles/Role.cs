namespace ZipkinMesh.Local.Roles;

/// <summary>One process of the mesh: the program to run and the ports that show that it is ready.</summary>
internal sealed record Role
{
    /// <summary>Gets the name, which each line of the process's output begins with.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the full path of the program.</summary>
    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the variables that are added to the runner's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the ports. The process is ready when each of them accepts a connection, and at once when there are none.</summary>
    public IReadOnlyList<RolePort> Ports { get; init; } = [];
}
