namespace ZipkinMesh.Local;

/// <summary>A process group, known by the id of the process that leads it or once led it.</summary>
internal static class ProcessGroup
{
    /// <summary>Whether anybody of it still runs. The dead that nobody has buried don't count: in a container, the first process
    /// often doesn't do that for orphans, and the kernel keeps their group.</summary>
    public static bool Lives(int id) =>
        Posix.Kill(-id, 0) == 0 && (!OperatingSystem.IsLinux() || Directory.EnumerateDirectories("/proc").Any(process => IsLivingMember(process, id)));

    // /proc/4242/stat reads "4242 (any name) S 1 4240 ...": after the name come state, parent and group.
    private static bool IsLivingMember(string process, int group)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(process)[0]))
        {
            return false;
        }

        try
        {
            var stat = File.ReadAllText(Path.Combine(process, "stat"));
            return stat[(stat.LastIndexOf(')') + 1)..].Split(' ') is [_, var state, _, var of, ..] && state is not ("Z" or "X") && of == $"{group}";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
