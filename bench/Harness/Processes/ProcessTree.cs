using System.Globalization;

namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Reads CPU time and memory of a process and its descendants from <c>/proc</c>. nginx, for one, works in a child process.</summary>
public static class ProcessTree
{
    // USER_HZ, the unit of CPU time in /proc, is 100 per second on every Linux architecture that .NET supports.
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>Returns the ids of a process and its descendants.</summary>
    public static List<int> Ids(int root)
    {
        List<int> ids = [root];
        for (var i = 0; i < ids.Count; i++)
        {
            ids.AddRange(Children(ids[i]));
        }

        return ids;
    }

    /// <summary>Returns user and system time so far, in µs.</summary>
    public static double Cpu(params IEnumerable<Child> roots) => roots.SelectMany(root => Ids(root.Id)).Sum(Ticks) * MicrosecondsPerTick;

    /// <summary>Returns the resident memory (VmRSS) in MiB.</summary>
    public static double Memory(params IEnumerable<Child> roots) => Mebibytes(roots, "VmRSS:");

    /// <summary>Returns the sum of each process's highest resident memory so far (VmHWM), in MiB.</summary>
    public static double PeakMemory(params IEnumerable<Child> roots) => Mebibytes(roots, "VmHWM:");

    /// <summary>Returns the number of open files and sockets.</summary>
    public static int Handles(params IEnumerable<Child> roots) =>
        roots.SelectMany(root => Ids(root.Id)).Sum(id => Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Count());

    /// <summary>
    /// Parses user and system time, the 12th and 13th field after the name, of <c>/proc/PID/stat</c>. The name may contain anything,
    /// spaces and parentheses included:
    /// <code>4242 (nginx: worker) S 1 4242 4242 0 -1 4194560 900 0 0 0 31 17 0 0 ...</code>
    /// </summary>
    public static long ParseTicks(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<int> Children(int id)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{id}/task")
                .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // The process has ended.
            return [];
        }
    }

    private static long Ticks(int id) => ParseTicks(File.ReadAllText($"/proc/{id}/stat"));

    private static double Mebibytes(IEnumerable<Child> roots, string field) => roots.SelectMany(root => Ids(root.Id)).Sum(id => Kibibytes(id, field)) / 1024;

    // "VmRSS:	   51234 kB"
    private static double Kibibytes(int id, string field)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
