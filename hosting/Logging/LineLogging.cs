using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ZipkinMesh.Hosting.Logging;

/// <summary>Adds the console log that all programs write: one line per entry.</summary>
public static class LineLogging
{
    /// <summary>
    /// Logs to standard output, one line per entry. The framework's own categories log warnings and errors only; the section
    /// <c>Logging</c> of the configuration changes the levels.
    /// </summary>
    /// <param name="logging">The logging builder.</param>
    /// <param name="configuration">The configuration of the program.</param>
    /// <exception cref="SettingException">A log level isn't one.</exception>
    public static ILoggingBuilder AddLineLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        var section = configuration.GetSection("Logging");
        CheckLevels(section);
        logging.AddConfiguration(section);
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        logging.Services.AddSingleton<ConsoleFormatter, LineFormatter>();
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // The host logs a failed start with a stack trace; the program reports it in one line.
        return logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }

    // The levels of all providers, and those of one. The framework reads them later, and its error doesn't name the key.
    private static void CheckLevels(IConfigurationSection logging)
    {
        var levels = logging.GetChildren().Select(child => child.GetSection("LogLevel")).Prepend(logging.GetSection("LogLevel"));
        foreach (var level in levels.SelectMany(section => section.GetChildren()))
        {
            if (!string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
            {
                throw SettingException.NotAllowed(level.Path, level.Value, string.Join(", ", Enum.GetNames<LogLevel>()));
            }
        }
    }
}
