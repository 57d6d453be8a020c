using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>Where settings come from, the later over the earlier: the file, the environment, the command line.</summary>
internal static class ConfigurationSources
{
    public static void Add(ConfigurationManager configuration, string[] args)
    {
        var file = CommandLine.ConfigPath(args);
        var path = Path.GetFullPath(file, AppContext.BaseDirectory);
        if (!File.Exists(path))
        {
            throw ConfigurationMistakeException.Unreadable(file, $"there is no file {path}");
        }

        var started = false;
        try
        {
            configuration.Add<JsonConfigurationSource>(json =>
            {
                json.Path = path;
                json.ReloadOnChange = true;
                json.OnLoadException = context =>
                {
                    if (started)
                    {
                        // Thrown on, it ends this reload before anyone hears of it: what was read before stays in use.
                        var mistake = ConfigurationMistakeException.Unreadable(file, Innermost(context.Exception).Message);
                        Console.Error.WriteLine($"fail: {mistake.Message} {ReloadLog.Refused}");
                    }
                };
                json.ResolveFileProvider();
            });
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw ConfigurationMistakeException.Unreadable(file, Innermost(e).Message);
        }

        started = true;
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args, CommandLine.Switches);
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
