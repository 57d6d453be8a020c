using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Holds the paths that are served; see <see cref="AdminOptions.AllowPaths"/>.</summary>
internal sealed class AllowedPaths(AdminOptions options)
{
    private readonly string[] _paths = PathListAttribute.Parse(options.AllowPaths);

    /// <summary>Returns true when a path with its query is served.</summary>
    public bool Allow(string target) => _paths.Length == 0 || _paths.Any(path =>
        path.EndsWith('*') ? target.StartsWith(path[..^1], StringComparison.Ordinal) : target == path);
}
