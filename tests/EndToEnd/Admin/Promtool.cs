using System.Diagnostics;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Runs <c>promtool check metrics</c>, which parses metrics and complains about names and missing help.</summary>
internal static class Promtool
{
    // Its exit code when it only complains.
    private const int LintProblems = 3;

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "promtool")));

    /// <summary>Returns the complaints; fails when the metrics can't be parsed.</summary>
    public static async Task<string[]> CheckAsync(string metrics)
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        var complaints = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(metrics);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var lines = (await complaints).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(process.ExitCode is 0 or LintProblems, string.Join('\n', lines));
        return lines;
    }
}
