using System.Diagnostics;
using ZipkinMesh.Compare.Options;

namespace ZipkinMesh.Compare.Processes;

/// <summary>Runs a program to its end, on the core this one has.</summary>
internal static class Output
{
    /// <exception cref="UsageException">The program failed; the message has the last line it said.</exception>
    public static async Task<string> OfAsync(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? output
                : throw new UsageException($"{Path.GetFileName(program)} ended with exit code {process.ExitCode}: {LastLine(await errors)}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it said nothing";
}
