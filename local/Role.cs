namespace ZipkinMesh.Local;

/// <summary>One process of the mesh, as data: what to run and how to see that it is ready.</summary>
internal sealed record Role
{
    /// <summary>Shown before each of its lines.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the program.</summary>
    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to the environment the runner has itself.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>It is ready when each of these accepts a connection; a role without any is ready at once.</summary>
    public IReadOnlyList<RolePort> Ports { get; init; } = [];
}
