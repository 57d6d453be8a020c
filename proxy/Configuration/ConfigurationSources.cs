using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>Where settings come from, the later over the earlier: the file, the environment, the command line.</summary>
internal static class ConfigurationSources
{
    public static void Add(ConfigurationManager configuration, string[] args)
    {
        var file = CommandLine.ConfigPath(args);
        try
        {
            configuration.Add<JsonConfigurationSource>(json =>
            {
                json.Path = Path.GetFullPath(file, AppContext.BaseDirectory);
                json.ReloadOnChange = true;
                json.ResolveFileProvider();
            });
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw ConfigurationMistakeException.Unreadable(file, (e.InnerException ?? e).Message.ReplaceLineEndings(" "));
        }

        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args, CommandLine.Switches);
    }
}
