using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Logging;

/// <summary>Shows and changes the levels of the log, with Envoy's names of levels and its responses.</summary>
internal sealed class LoggingCommand(ILoggerFactory factory, LogLevels levels)
    : AdminCommand("/logging", "query/change logging levels", Paths, Level)
{
    private static readonly (string Name, LogLevel Level)[] Levels =
    [
        ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warning", LogLevel.Warning),
        ("error", LogLevel.Error), ("critical", LogLevel.Critical), ("off", LogLevel.None),
    ];

    private static readonly AdminParameter Paths = new(
        "paths", "Change multiple logging levels by setting to <logger_name1>:<desired_level1>,<logger_name2>:<desired_level2>");

    private static readonly AdminParameter Level = new("level", "desired logging level, this will change all loggers's level")
    {
        Choices = ["", .. Levels.Select(level => level.Name)],
    };

    private static readonly string Usage =
        $"""

        usage: /logging?<name>=<level> (change single level)
        usage: /logging?paths=name1:level1,name2:level2,... (change multiple levels)
        usage: /logging?level=<level> (change all levels)
        levels: {string.Join(' ', Levels.Select(level => level.Name))}

        """;

    public override bool ChangesState => true;

    public override bool TakesOneParameter => true;

    public override Task RunAsync(AdminRequest request) => TryChange(request) is { } problem
        ? request.RespondAsync(StatusCodes.Status400BadRequest, $"error: {problem}\n{Usage}{List()}")
        : request.RespondAsync(List());

    private string? TryChange(AdminRequest request)
    {
        // A form of the page sends all its fields.
        var parameters = request.Parameters.Where(parameter => parameter.Value.Length > 0).ToList();
        if (parameters.Count > 1)
        {
            return "invalid number of parameters";
        }

        List<KeyValuePair<string, LogLevel>> changes = [];
        foreach (var (name, value) in parameters.SelectMany(parameter => Expand(parameter.Key, parameter.Value)))
        {
            if (!Loggers.Categories.ContainsKey(name))
            {
                return "unknown logger name";
            }

            if (Array.Find(Levels, level => level.Name == value) is not { Name: not null } found)
            {
                return "unknown logger level";
            }

            changes.Add(new(name, found.Level));
        }

        levels.Set(changes);
        return null;
    }

    private static IEnumerable<(string Name, string Level)> Expand(string name, string value) =>
        name == Level.Name ? Loggers.Categories.Keys.Select(logger => (logger, value))
        : name == Paths.Name ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(path => path.Split(':', 2)).Select(path => (path[0], path.Length > 1 ? path[1] : ""))
        : [(name, value)];

    private string List()
    {
        var text = new StringBuilder("active loggers:\n");
        foreach (var (name, category) in Loggers.Categories)
        {
            var logger = factory.CreateLogger(category);
            text.Append("  ").Append(name).Append(": ").Append(Levels.First(level => logger.IsEnabled(level.Level) || level.Level == LogLevel.None).Name).Append('\n');
        }

        return text.Append('\n').ToString();
    }
}
