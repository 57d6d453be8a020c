namespace ZipkinMesh.Compare.Options;

/// <summary>Where the programs are, as the script that builds and finds them says in the environment.</summary>
internal sealed record Tools
{
    public required string FrontProxy { get; init; }

    public required string Sidecar { get; init; }

    /// <summary>The demo app.</summary>
    public required string Service { get; init; }

    public required string Envoy { get; init; }

    public required string Nginx { get; init; }

    public required string HAProxy { get; init; }

    public required string Wrk { get; init; }

    public required string Oha { get; init; }

    public static Tools Find() => new()
    {
        FrontProxy = Path("FRONT_PROXY"),
        Sidecar = Path("SIDECAR"),
        Service = Path("SERVICE"),
        Envoy = Path("ENVOY"),
        Nginx = Path("NGINX"),
        HAProxy = Path("HAPROXY"),
        Wrk = Path("WRK"),
        Oha = Path("OHA"),
    };

    private static string Path(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path && File.Exists(path)
        ? System.IO.Path.GetFullPath(path)
        : throw new UsageException($"{variable} is '{Environment.GetEnvironmentVariable(variable)}'; needed: the path of a program (bench/compare sets it)");
}
