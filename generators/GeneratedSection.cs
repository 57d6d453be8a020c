using Microsoft.CodeAnalysis;

namespace ZipkinMesh.Generators;

/// <summary>Represents the result for one options class: its source, or the reason why there is none.</summary>
internal sealed class GeneratedSection(string fileName, string source, Diagnostic? problem) : IEquatable<GeneratedSection>
{
    public string FileName { get; } = fileName;

    public string Source { get; } = source;

    public Diagnostic? Problem { get; } = problem;

    // The compiler adds the source again only when it differs.
    public bool Equals(GeneratedSection? other) =>
        other is not null && FileName == other.FileName && Source == other.Source && Equals(Problem, other.Problem);

    public override bool Equals(object? obj) => Equals(obj as GeneratedSection);

    public override int GetHashCode() => Source.GetHashCode();
}
