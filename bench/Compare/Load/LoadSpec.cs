namespace ZipkinMesh.Compare.Load;

/// <summary>What is asked of a proxy.</summary>
internal sealed record LoadSpec
{
    /// <summary>The path of the sandbox's request.</summary>
    public string Path { get; init; } = "/trace/1";

    /// <summary>How many at the same time; 16.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>Header lines besides those that the load generator sends anyway.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}
