using System.Diagnostics.CodeAnalysis;

namespace ZipkinMesh.Local.Roles;

/// <summary>The full paths of the programs of the mesh.</summary>
internal sealed record MeshPrograms(string FrontProxy, string Service, string Sidecar, string Zipkin)
{
    /// <summary>Gets the folder for what the mesh keeps: <c>artifacts/spans</c>, which Git ignores.</summary>
    public string SpansFolder { get; init; } = "";

    /// <summary>
    /// Finds the programs. They are built together with this one, into sibling folders:
    /// <code>
    /// artifacts/bin/Local/debug/local
    /// artifacts/bin/FrontProxy/debug/front-proxy
    /// </code>
    /// </summary>
    /// <param name="ownFolder">The folder of this program.</param>
    /// <param name="programs">The programs, when all exist.</param>
    /// <param name="missing">The path of the first program that doesn't exist.</param>
    public static bool TryFind(string ownFolder, [NotNullWhen(true)] out MeshPrograms? programs, [NotNullWhen(false)] out string? missing)
    {
        var own = new DirectoryInfo(ownFolder);
        programs = new(PathOf("FrontProxy", "front-proxy"), PathOf("App", "service"), PathOf("Sidecar", "sidecar"), PathOf("Zipkin", "zipkin"))
        {
            SpansFolder = Path.GetFullPath(Path.Combine(own.FullName, "..", "..", "..", "spans")),
        };
        string[] paths = [programs.FrontProxy, programs.Service, programs.Sidecar, programs.Zipkin];
        missing = Array.Find(paths, path => !File.Exists(path));
        return missing is null;

        string PathOf(string project, string program) => Path.GetFullPath(Path.Combine(own.FullName, "..", "..", project, own.Name, program));
    }
}
