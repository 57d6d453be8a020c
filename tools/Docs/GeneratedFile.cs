namespace ZipkinMesh.Docs;

/// <summary>Represents a file that is written from the declarations of the options.</summary>
/// <param name="Path">The path from the root of the repository.</param>
/// <param name="Text">The whole text.</param>
internal sealed record GeneratedFile(string Path, string Text);
