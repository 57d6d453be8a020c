using ZipkinMesh.Hosting;

namespace ZipkinMesh.Bench.Compare.Proxies;

/// <summary>Holds the paths of all programs. The script that builds and finds them passes them in environment variables.</summary>
internal sealed record Programs
{
    /// <summary>The front proxy's program in a folder of published programs.</summary>
    public const string PublishedFrontProxy = "FrontProxy/release/front-proxy";

    /// <summary>The sidecar's program in a folder of published programs.</summary>
    public const string PublishedSidecar = "Sidecar/release/sidecar";

    public required string FrontProxy { get; init; }

    public required string Sidecar { get; init; }

    /// <summary>The folder of another build of ours; null: none.</summary>
    public string? BaseFolder { get; init; }

    /// <summary>The demo app.</summary>
    public required string Service { get; init; }

    public required string Envoy { get; init; }

    public required string Nginx { get; init; }

    public required string HAProxy { get; init; }

    public required string Wrk { get; init; }

    public required string Oha { get; init; }

    /// <summary>Reads the environment variables.</summary>
    /// <param name="baseFolder">The folder of another build of ours; null: none.</param>
    /// <exception cref="SettingException">A variable isn't the path of a file.</exception>
    public static Programs Find(string? baseFolder) => new()
    {
        FrontProxy = Read("FRONT_PROXY"),
        Sidecar = Read("SIDECAR"),
        BaseFolder = baseFolder is null ? null : Path.GetFullPath(baseFolder),
        Service = Read("SERVICE"),
        Envoy = Read("ENVOY"),
        Nginx = Read("NGINX"),
        HAProxy = Read("HAPROXY"),
        Wrk = Read("WRK"),
        Oha = Read("OHA"),
    };

    /// <summary>Returns a value indicating whether there is a program of this kind.</summary>
    public bool Has(ProxyKind kind) => kind != ProxyKind.Base || BaseFolder is not null;

    /// <summary>Returns the path of a proxy's program.</summary>
    public string Proxy(ProxyKind kind, bool isSidecar) => kind switch
    {
        ProxyKind.Ours => isSidecar ? Sidecar : FrontProxy,
        ProxyKind.Base => Path.Combine(BaseFolder!, isSidecar ? PublishedSidecar : PublishedFrontProxy),
        ProxyKind.Envoy => Envoy,
        ProxyKind.Nginx => Nginx,
        _ => HAProxy,
    };

    private static string Read(string variable)
    {
        const string Required = "the path of a program (bench/compare sets it)";
        return Environment.GetEnvironmentVariable(variable) switch
        {
            null or "" => throw SettingException.Missing(variable, Required),
            var path when File.Exists(path) => Path.GetFullPath(path),
            var path => throw SettingException.NotAllowed(variable, path, Required),
        };
    }
}
