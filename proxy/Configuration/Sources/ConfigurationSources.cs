using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Configuration.Sources;

/// <summary>Adds the sources of settings, of which the later ones override the earlier: the file, the environment, the command line.</summary>
internal static class ConfigurationSources
{
    public static SettingsFile Add(ConfigurationManager configuration, string[] args)
    {
        var file = new SettingsFile(CommandLine.ConfigPath(args));
        file.AddTo(configuration);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLineSettings(args, CommandLine.Switches);
        return file;
    }
}
