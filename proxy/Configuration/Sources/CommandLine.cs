namespace ZipkinMesh.Proxy.Configuration.Sources;

/// <summary>
/// The command line: Envoy's words for what Envoy has, and any setting by its key.
/// <code>
/// sidecar -c service1.json --service-cluster service1 --Listeners:ingress_http:Port 8001
/// </code>
/// </summary>
internal static class CommandLine
{
    public const string DefaultConfigPath = "appsettings.json";

    public const string Usage = """
        Options, as Envoy has them:
          -c, --config-path FILE    the configuration, JSON; beside the program when the path is relative (default: appsettings.json)
          --service-cluster NAME    Node:Cluster, the service name of the spans
          --service-node ID         Node:Id
          --health                  asks the proxy that runs with this configuration: exit code 0 when its listeners answer
          --KEY VALUE               any other setting, as in --Listeners:ingress_http:Port 8001
        The environment sets the same keys, as in Listeners__ingress_http__Port=8001; the command line goes first.
        """;

    public static readonly Dictionary<string, string> Switches = new()
    {
        ["-c"] = "config-path",
        ["--service-cluster"] = "Node:Cluster",
        ["--service-node"] = "Node:Id",
    };

    public static bool AsksForHelp(string[] args) => args.Contains("--help") || args.Contains("-h");

    public static string ConfigPath(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].StartsWith("--config-path=", StringComparison.Ordinal))
            {
                return args[i]["--config-path=".Length..];
            }

            if (args[i] is "-c" or "--config-path" && i + 1 < args.Length)
            {
                return args[i + 1];
            }
        }

        return DefaultConfigPath;
    }
}
