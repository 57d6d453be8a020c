using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Local.Processes;

/// <summary>A process group, identified by the process id of its leader, which may have exited.</summary>
internal static class ProcessGroup
{
    /// <summary>Returns a value indicating whether a process of the group is running. Zombies don't count: in a container, PID 1 often
    /// doesn't reap orphans, and the kernel keeps their group.</summary>
    public static bool IsRunning(int id) =>
        Posix.Kill(-id, 0) && (!OperatingSystem.IsLinux() || Directory.EnumerateDirectories("/proc").Any(process => IsRunningMember(process, id)));

    // /proc/4242/stat reads "4242 (any name) S 1 4240 ...": state, parent and group follow the name.
    private static bool IsRunningMember(string process, int group)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(process)[0]))
        {
            return false;
        }

        try
        {
            var stat = File.ReadAllText(Path.Combine(process, "stat"));
            return stat[(stat.LastIndexOf(')') + 1)..].Split(' ') is [_, var state, _, var memberOf, ..] && state is not ("Z" or "X") && memberOf == $"{group}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has exited.
            return false;
        }
    }
}
