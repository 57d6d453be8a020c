using ZipkinMesh.App.Options;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Docs;

/// <summary>Creates the files that are written from the declarations of the options.</summary>
internal static class GeneratedFiles
{
    /// <summary>The command that writes them.</summary>
    public const string Command = "dotnet run --project tools/Docs";

    private const string Documentation = "docs/configuration.md";
    private const string Otlp = "docs/otlp.md";
    private const string ZipkinReadme = "zipkin/README.md";
    private const string Schema = "proxy/ConfigurationSchema.json";

    /// <summary>Creates the files. Text outside the markers of a document is kept.</summary>
    /// <param name="root">The root of the repository.</param>
    public static IEnumerable<GeneratedFile> Create(string root) =>
    [
        Fill(root, Documentation, new()
        {
            ["options"] = OptionTables.Write(DeclaredSections.All),
            ["app"] = OptionTables.WriteTable(AppOptions.Section.Options),
        }),
        Fill(root, Otlp, new() { ["variables"] = OptionTables.WriteTable(OpenTelemetryOptions.Section.Options) }),
        Fill(root, ZipkinReadme, new() { ["options"] = OptionTables.WriteTable([.. ZipkinOptions.Section.Options, .. UiOptions.Section.Options]) }),
        new(Schema, ConfigurationSchema.Write(
            "Zipkin mesh proxy",
            DeclaredSections.All,
            ("ReverseProxy", "YARP's routes and clusters: https://learn.microsoft.com/aspnet/core/fundamentals/servers/yarp/config-files"),
            ("Logging", "The logging of ASP.NET Core."))),
    ];

    private static GeneratedFile Fill(string root, string path, Dictionary<string, string> blocks) =>
        new(path, MarkedBlocks.Replace(File.ReadAllText(Path.Combine(root, path)), blocks));
}
