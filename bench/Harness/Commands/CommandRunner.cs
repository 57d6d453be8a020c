using System.CommandLine;
using System.CommandLine.Help;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Runs the command of a bench. Every failure ends in one line on standard error and an exit code.</summary>
public static class CommandRunner
{
    private static readonly InvocationConfiguration Invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    /// <summary>Runs a command, and cancels it on Ctrl-C, SIGTERM or SIGHUP.</summary>
    /// <param name="command">The command; its name begins each message.</param>
    /// <param name="arguments">
    /// The command line. When the first word is <c>check</c>, the others are only parsed. Scripts do so before they spend minutes on builds.
    /// </param>
    /// <param name="codes">The exit codes for failures.</param>
    public static async Task<int> RunAsync(Command command, string[] arguments, ExitCodes codes)
    {
        using var stop = new StopSignals();
        try
        {
            return arguments is ["check", .. var checkedArguments]
                ? await CheckAsync(Parse(command, checkedArguments))
                : await Parse(command, arguments).InvokeAsync(Invocation, stop.Requested);
        }
        catch (Exception e) when (e is SettingException or BenchException)
        {
            Console.Error.WriteLine($"{command.Name}: {e.Message}");
            return codes.Failed;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"{command.Name}: interrupted; all processes that it started have ended");
            return codes.Interrupted;
        }
    }

    private static async Task<int> CheckAsync(ParseResult result)
    {
        if (result.Action is not HelpAction)
        {
            return ExitCodes.Ok;
        }

        await result.InvokeAsync(Invocation, CancellationToken.None);
        return ExitCodes.HelpShown;
    }

    private static ParseResult Parse(Command command, string[] arguments)
    {
        if (!command.Options.Any(option => option is HelpOption))
        {
            command.Options.Add(new HelpOption());
        }

        var result = command.Parse(arguments);
        return CommandErrors.First(result) is { } mistake && result.Action is not HelpAction ? throw new SettingException(mistake) : result;
    }
}
