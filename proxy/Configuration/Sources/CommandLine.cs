using ZipkinMesh.Hosting.Options.Documentation;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Sources;

/// <summary>
/// Reads the command line: the options that Envoy has, by Envoy's names, and any setting by its key.
/// <code>
/// sidecar -c service1.json --service-cluster service1 --Listeners:ingress_http:Port 8001
/// </code>
/// </summary>
internal static class CommandLine
{
    public const string DefaultConfigPath = "appsettings.json";

    /// <summary>Gets the keys that the switches stand for.</summary>
    public static Dictionary<string, string> Switches { get; } = new(
        DeclaredSections.All.SelectMany(section => section.Options
            .Where(option => option.Switch is not null)
            .Select(option => KeyValuePair.Create(option.Switch!.Name, section.PathOf(option.Key)))))
    {
        ["-c"] = "config-path",
    };

    public static bool AsksForHelp(string[] args) => args.Contains("--help") || args.Contains("-h");

    /// <summary>Returns the text of <c>--help</c>.</summary>
    /// <param name="program">The name of the program.</param>
    public static string Help(string program) => $"""
        Usage: {program} [OPTION]...

        Options:
        {HelpText.Columns([.. Options])}
        {HelpText.Paragraph(
            "The environment sets the same keys, as in Listeners__ingress_http__Port=8001. The command line overrides the environment, and "
            + "both override the file. A name in braces stands for a name of your own.")}
        {HelpText.Settings(DeclaredSections.All)}
        """.TrimEnd();

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

    private static IEnumerable<(string Term, string Description)> Options =>
    [
        ("-c, --config-path FILE", $"The configuration file, JSON. The path is relative to the program's folder. Default: {DefaultConfigPath}."),
        .. DeclaredSections.All.SelectMany(section => section.Options
            .Where(option => option.Switch is not null)
            .Select(option => ($"{option.Switch!.Name} {option.Switch.ValueName}", $"Sets {section.PathOf(option.Key)}."))),
        ("--KEY VALUE", "Sets any of the settings below, as in --Listeners:ingress_http:Port 8001."),
        ("--health", "Checks the proxy that runs with the same configuration: exit code 0 when its listeners accept connections."),
        ("-h, --help", "Shows this help."),
    ];
}
