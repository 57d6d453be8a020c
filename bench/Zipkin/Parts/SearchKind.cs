namespace ZipkinMesh.ZipkinBench.Parts;

/// <summary>A question that is repeated.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Path">With its query.</param>
internal sealed record SearchKind(string Name, string Path)
{
    public static SearchKind Traces(string name, string query) => new($"search, {name}", $"/api/v2/traces?{query}");
}
