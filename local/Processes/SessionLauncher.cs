using System.Runtime.InteropServices;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Local.Processes;

/// <summary>
/// A second start of this program, <c>local --in-own-session PROGRAM ARGUMENTS...</c>, which leaves the terminal's session and becomes
/// PROGRAM under the same process id. Ctrl-C then reaches only the runner, which stops the processes in order, and a signal to the
/// process group reaches everything that PROGRAM has started. When the runner is killed, PROGRAM gets SIGUSR2.
/// </summary>
internal static class SessionLauncher
{
    /// <summary>The option that <c>--help</c> doesn't list, because only the runner uses it.</summary>
    public const string Option = "--in-own-session";

    // The exit code that shells use for a command that can't be run.
    private const int CannotRun = 126;

    /// <summary>Becomes the program. Returns an exit code only when that fails.</summary>
    public static int Execute(string program, string[] arguments)
    {
        if (!ChildProcess.EndWithParent())
        {
            return CannotRun;
        }

        if (Posix.StartSession())
        {
            RemoveDiagnosticsFiles();
            Posix.Execute(program, arguments);
        }

        // Read before the console's own system calls overwrite it.
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = ConsoleProgram.Fail("local", $"can't run {program}: {error}");
        return CannotRun;
    }

    // This process's runtime has created sockets and pipes named after the process id. They would stay behind, and PROGRAM, if it is
    // a .NET program too, couldn't create its own.
    private static void RemoveDiagnosticsFiles()
    {
        foreach (var kind in new[] { "dotnet-diagnostic", "clr-debug-pipe" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), $"{kind}-{Environment.ProcessId}-*"))
            {
                File.Delete(file);
            }
        }
    }
}
