using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;

namespace ZipkinMesh.Hosting;

/// <summary>Adds the command line to the configuration.</summary>
public static class CommandLineSettings
{
    /// <summary>Adds the settings of the command line, such as <c>--App:Port 8081</c>.</summary>
    /// <param name="configuration">The configuration to add to.</param>
    /// <param name="args">The command line.</param>
    /// <param name="switches">The options whose name isn't the key of their setting, such as <c>-c</c>.</param>
    /// <exception cref="SettingException">An option such as <c>-x=1</c> is not among <paramref name="switches"/>.</exception>
    public static IConfigurationBuilder AddCommandLineSettings(
        this IConfigurationBuilder configuration, string[] args, Dictionary<string, string>? switches = null)
    {
        try
        {
            // Fails here, because a configuration builder loads its sources later.
            new CommandLineConfigurationProvider(args, switches).Load();
        }
        catch (FormatException e)
        {
            throw new SettingException(e.Message);
        }

        return configuration.AddCommandLine(args, switches);
    }
}
