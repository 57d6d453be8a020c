using System.Diagnostics;

namespace ZipkinMesh.Tests.Packages;

/// <summary>Runs commands to their end. A command that fails fails the test, with its output.</summary>
internal static class BuildTool
{
    // A restore and a build on a busy machine take longer than other waits of the tests.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    /// <summary>Runs a command of the .NET SDK. No process of the build stays behind.</summary>
    public static Task DotnetAsync(string folder, params string[] arguments) => RunAsync("dotnet", folder, [.. arguments, "-nodeReuse:false", "-p:UseSharedCompilation=false"]);

    /// <summary>Runs a command of git.</summary>
    public static Task GitAsync(string folder, params string[] arguments) => RunAsync("git", folder, arguments);

    private static async Task RunAsync(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Bound);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{await output}\n{await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
