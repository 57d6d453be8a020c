using System.CommandLine;
using System.CommandLine.Help;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Runs the command of a bench. Every failure ends in one line on standard error and an exit code.</summary>
public static class CommandRunner
{
    private static readonly InvocationConfiguration Invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    /// <summary>Runs a command, and cancels it on Ctrl-C and other stop signals.</summary>
    /// <param name="command">The command; its name begins each message.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="codes">The exit codes for failures.</param>
    public static Task<int> RunAsync(Command command, string[] arguments, ExitCodes codes) =>
        HandleAsync(command, codes, cancel => Parse(command, arguments).InvokeAsync(Invocation, cancel));

    /// <summary>Parses a command line without running the command. Scripts do so before they spend minutes on builds.</summary>
    /// <param name="command">The command; its name begins each message.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="codes">The exit codes for failures.</param>
    /// <returns><see cref="ExitCodes.Ok"/> when there is something to run; <see cref="ExitCodes.HelpShown"/> after the help was printed.</returns>
    public static Task<int> CheckAsync(Command command, string[] arguments, ExitCodes codes) => HandleAsync(command, codes, async cancel =>
    {
        var result = Parse(command, arguments);
        if (result.Action is not HelpAction)
        {
            return ExitCodes.Ok;
        }

        await result.InvokeAsync(Invocation, cancel);
        return ExitCodes.HelpShown;
    });

    private static async Task<int> HandleAsync(Command command, ExitCodes codes, Func<CancellationToken, Task<int>> run)
    {
        using var stop = new StopSignals();
        try
        {
            return await run(stop.Requested);
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

    private static ParseResult Parse(Command command, string[] arguments)
    {
        command.Options.Add(new HelpOption());
        var result = command.Parse(arguments);
        return CommandErrors.First(result) is { } mistake && result.Action is not HelpAction ? throw new SettingException(mistake) : result;
    }
}
