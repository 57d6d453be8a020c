using System.Diagnostics;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Runs a program to its end, on the bench's own core.</summary>
public static class CommandOutput
{
    /// <summary>Returns the program's standard output.</summary>
    /// <exception cref="BenchException">The program failed; the message contains the last line of its standard error.</exception>
    public static async Task<string> ReadAsync(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? output
                : throw new BenchException($"{Path.GetFileName(program)} {ExitStatus.Describe(process.ExitCode)}: {LastLine(await errors)}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "no output";
}
