using System.Diagnostics;

namespace ZipkinMesh.Tests.Monitoring;

/// <summary>Finds Prometheus and its tool, which Debian's package <c>prometheus</c> has. Tests that need them are skipped where it is missing.</summary>
internal static class DebianPrometheus
{
    // The exit code of promtool when it only complains.
    private const int LintProblems = 3;

    /// <summary>Returns the path of a program of the package.</summary>
    public static string Find(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{program} is missing: apt-get install prometheus.");
        return path!;
    }

    /// <summary>Runs <c>promtool check metrics</c>, and returns its complaints about names and missing help; fails when the metrics can't be parsed.</summary>
    public static async Task<string[]> CheckMetricsAsync(string metrics)
    {
        var (code, output) = await RunToolAsync(["check", "metrics"], metrics);
        Assert.True(code is 0 or LintProblems, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs promtool with a text as its input, and returns its exit code and its output.</summary>
    public static async Task<(int Code, string Output)> RunToolAsync(string[] arguments, string input = "")
    {
        using var tool = Process.Start(new ProcessStartInfo(Find("promtool"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(Lines.Bound);
        var output = tool.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = tool.StandardError.ReadToEndAsync(timeout.Token);
        await tool.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
        tool.StandardInput.Close();
        await tool.WaitForExitAsync(timeout.Token);
        return (tool.ExitCode, await output + await errors);
    }
}
