namespace ZipkinMesh.Hosting.Processes;

/// <summary>Reads the exit codes of child processes. As in a shell, a process that a signal ended has 128 plus the signal's number.</summary>
public static class ExitStatus
{
    private const int SignalBase = 128;
    private const int LastSignal = 64;

    /// <summary>
    /// Returns a value indicating whether a process that got SIGTERM ended well: with 0, or by the signal itself when it has no
    /// handler, or not yet.
    /// </summary>
    /// <param name="exitCode">The exit code of the process.</param>
    public static bool IsCleanStop(int exitCode) => exitCode is 0 or SignalBase + Posix.SigTerm;

    /// <summary>Returns the end of a sentence that begins with the name of the process: <c>was killed (SIGKILL)</c>, <c>exited with code 5</c>.</summary>
    /// <param name="exitCode">The exit code of the process.</param>
    public static string Describe(int exitCode) =>
        exitCode is > SignalBase and <= SignalBase + LastSignal ? $"was killed ({SignalName(exitCode - SignalBase)})" : $"exited with code {exitCode}";

    // Only those that have the same number on Linux and on macOS.
    private static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        Posix.SigKill => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        Posix.SigTerm => "SIGTERM",
        _ => $"signal {signal}",
    };
}
