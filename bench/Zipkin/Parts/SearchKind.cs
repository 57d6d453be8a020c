namespace ZipkinMesh.Bench.Zipkin.Parts;

/// <summary>Represents a query that is repeated.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Path">The path and query of its requests.</param>
internal sealed record SearchKind(string Name, string Path)
{
    public static SearchKind Traces(string name, string query) => new($"search, {name}", $"/api/v2/traces?{query}");
}
