using System.Runtime.InteropServices;

namespace ZipkinMesh.Local;

/// <summary>
/// The launcher, this program started a second time: <c>local --in-own-session PROGRAM ARGUMENTS...</c> leaves the terminal's
/// session and becomes PROGRAM, under the same process id. So a Ctrl-C reaches the runner alone, which decides the order of the
/// end, and one kill of the process group reaches everything the program has started.
/// </summary>
internal static class OwnSession
{
    /// <summary>Not for users: <c>--help</c> doesn't list it.</summary>
    public const string Switch = "--in-own-session";

    // As a shell has it: a command that can't be run.
    private const int CannotRun = 126;

    public static int Exec(string program, string[] arguments)
    {
        if (Posix.SetSid() >= 0)
        {
            RemoveDiagnosticsFiles();
            _ = Posix.Execv(program, [program, .. arguments, null]);
        }

        // Kept first: the console's own calls set it too.
        var error = Marshal.GetLastPInvokeErrorMessage();
        Console.Error.WriteLine($"local: can't run {program}: {error}");
        return CannotRun;
    }

    // The runtime has made sockets and pipes under this process id. Nothing would remove them, and PROGRAM, if .NET too, could not
    // make its own.
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
