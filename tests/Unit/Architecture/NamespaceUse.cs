namespace ZipkinMesh.Tests.Architecture;

/// <summary>One file's use of another namespace of its project.</summary>
/// <param name="From">The namespace of the file.</param>
/// <param name="To">The namespace it uses.</param>
/// <param name="File">The file.</param>
/// <param name="Target">The file that declares what is used; null for a using directive.</param>
/// <param name="Name">The type that is used, or the using directive.</param>
internal sealed record NamespaceUse(string From, string To, string File, string? Target, string Name);
