using System.CommandLine;
using System.CommandLine.Parsing;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Documentation;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Zipkin.Client;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin;

/// <summary>
/// The command line. Without a command, the program is the server, and each of its settings is an option:
/// <code>
/// zipkin --QUERY_PORT 9412
/// zipkin traces --service web
/// zipkin trace 463ac35c9f6413ad
/// </code>
/// </summary>
internal static class ZipkinCommand
{
    private const string Description = """
        A small Zipkin server: collects spans of Zipkin's tracers and of OpenTelemetry, keeps them in memory, and has a page to view traces.

        The environment sets the same options, as in QUERY_PORT=9412; the command line overrides it.
        """;

    // Ctrl-C ends a command at once; the server stops by itself.
    private static readonly InvocationConfiguration Invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    private static readonly Option<bool> Health = new(HealthProbe.Option)
    {
        Description = "Check the server that runs with the same settings: exit code 0 when it accepts connections and is healthy",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Runs what the command line asks for; <c>--help</c> and <c>--version</c> are printed.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SettingException">The command line is wrong, or a setting can't be used.</exception>
    public static Task<int> RunAsync(string[] args)
    {
        var command = Create(args);
        var result = command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return result.Errors.Count > 0 ? throw ToException(result) : result.InvokeAsync(Invocation);
    }

    private static RootCommand Create(string[] args)
    {
        var command = new RootCommand(Description) { Health, TracesCommand.Create(), TraceCommand.Create() };
        command.Directives.Clear();
        foreach (var option in ZipkinOptions.Section.Options.Concat(UiOptions.Section.Options))
        {
            command.Options.Add(ToOption(option));
        }

        command.SetAction((result, _) => result.GetValue(Health) ? HealthCheck.RunAsync(HealthProbe.RemoveOption(args)) : ServeAsync(args));
        return command;
    }

    private static Option<string?> ToOption(OptionDeclaration option) => new(option.Switch?.Name ?? $"--{option.Key}")
    {
        Description = PlainText.Of(option.Rule.Allowed.Length > 0 ? $"{option.Description} Allowed: {option.Rule.Allowed}." : option.Description),
        HelpName = option.Switch?.ValueName ?? "VALUE",
        DefaultValueFactory = option.Default.Length > 0 ? _ => option.Default : null,
    };

    private static async Task<int> ServeAsync(string[] args)
    {
        await using var app = ZipkinServer.Build(args);
        await ZipkinServer.StartAsync(app);

        Console.WriteLine($"zipkin: listening on {string.Join(", ", app.Urls)}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static SettingException ToException(ParseResult result)
    {
        if (result.UnmatchedTokens is [var unknown, ..])
        {
            return new($"'{unknown}' is not {(unknown.StartsWith('-') ? "an option" : "a command")}; see --help");
        }

        var error = result.Errors[0];
        return error.SymbolResult is OptionResult { Tokens.Count: 0, Option: var option } ? new($"{option.Name}: missing value") : new(error.Message);
    }
}
