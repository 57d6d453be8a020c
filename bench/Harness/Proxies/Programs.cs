using ZipkinMesh.Hosting;

namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Holds the paths of the programs. The script that builds and finds them passes them in environment variables.</summary>
public sealed class Programs
{
    /// <summary>The front proxy's program in a folder of published programs.</summary>
    public const string PublishedFrontProxy = "FrontProxy/release/front-proxy";

    /// <summary>The sidecar's program in a folder of published programs.</summary>
    public const string PublishedSidecar = "Sidecar/release/sidecar";

    /// <summary>The variable with Envoy's path.</summary>
    public const string EnvoyVariable = "ENVOY";

    private readonly Dictionary<string, string> _paths;

    private Programs(Dictionary<string, string> paths) => _paths = paths;

    /// <summary>Gets the folder of another build of ours; null: none.</summary>
    public string? BaseFolder { get; private init; }

    /// <summary>Gets the demo app.</summary>
    public string Service => _paths["SERVICE"];

    /// <summary>Gets the embedded Zipkin.</summary>
    public string Zipkin => _paths["ZIPKIN"];

    public string Nginx => _paths["NGINX"];

    public string Wrk => _paths["WRK"];

    public string H2Load => _paths["H2LOAD"];

    public string Oha => _paths["OHA"];

    /// <summary>Reads the environment variables.</summary>
    /// <param name="baseFolder">The folder of another build of ours; null: none.</param>
    /// <param name="variables">The variables of the programs that the caller runs.</param>
    /// <exception cref="SettingException">A variable isn't the path of a file.</exception>
    public static Programs Find(string? baseFolder, params IReadOnlyCollection<string> variables) =>
        new(variables.ToDictionary(variable => variable, Read)) { BaseFolder = baseFolder is null ? null : Path.GetFullPath(baseFolder) };

    /// <summary>Returns a value indicating whether there is a program of this kind.</summary>
    public bool Has(ProxyKind kind) => kind != ProxyKind.Base || BaseFolder is not null;

    /// <summary>Returns the path of a proxy's program.</summary>
    public string Proxy(ProxyKind kind, bool isSidecar) => kind switch
    {
        ProxyKind.Ours => _paths[isSidecar ? "SIDECAR" : "FRONT_PROXY"],
        ProxyKind.Base => Path.Combine(BaseFolder!, isSidecar ? PublishedSidecar : PublishedFrontProxy),
        ProxyKind.Envoy => _paths[EnvoyVariable],
        ProxyKind.Nginx => Nginx,
        _ => _paths["HAPROXY"],
    };

    private static string Read(string variable)
    {
        const string Required = "the path of a program (the script that starts this program sets it)";
        return Environment.GetEnvironmentVariable(variable) switch
        {
            null or "" => throw SettingException.Missing(variable, Required),
            var path when File.Exists(path) => Path.GetFullPath(path),
            var path => throw SettingException.NotAllowed(variable, path, Required),
        };
    }
}
