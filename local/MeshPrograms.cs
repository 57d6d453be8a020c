namespace ZipkinMesh.Local;

/// <summary>Full paths of the programs the mesh is made of.</summary>
internal sealed record MeshPrograms(string FrontProxy, string Service, string Sidecar, string Zipkin)
{
    /// <summary>
    /// They are built together with this one, into folders next to its own:
    /// <code>
    /// artifacts/bin/Local/debug/local
    /// artifacts/bin/FrontProxy/debug/front-proxy
    /// </code>
    /// </summary>
    public static MeshPrograms Find(string? ownFolder = null)
    {
        var own = new DirectoryInfo(ownFolder ?? AppContext.BaseDirectory);
        return new(Path("FrontProxy", "front-proxy"), Path("App", "service"), Path("Sidecar", "sidecar"), Path("Zipkin", "zipkin"));

        string Path(string project, string program)
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(own.FullName, "..", "..", project, own.Name, program));
            return File.Exists(path) ? path : throw new StartException($"the program {program} is not at {path}; 'dotnet build local' builds it");
        }
    }
}
