using System.Globalization;

namespace ZipkinMesh.Compare.Processes;

/// <summary>What the kernel says of a process and all it has started: nginx works in a child.</summary>
internal static class ProcessTree
{
    // What the kernel counts processor time in, on every Linux there is.
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>The process and those below it.</summary>
    public static List<int> Ids(int root)
    {
        List<int> ids = [root];
        for (var i = 0; i < ids.Count; i++)
        {
            ids.AddRange(Children(ids[i]));
        }

        return ids;
    }

    /// <summary>User and system time so far, in µs.</summary>
    public static double Cpu(IEnumerable<Child> roots) => roots.SelectMany(root => Ids(root.Id)).Sum(Ticks) * MicrosecondsPerTick;

    /// <summary>What they hold of the memory now (VmRSS), in MB.</summary>
    public static double Memory(IEnumerable<Child> roots) => roots.SelectMany(root => Ids(root.Id)).Sum(ResidentKilobytes) / 1024;

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
            // It has ended meanwhile.
            return [];
        }
    }

    // /proc/4242/stat reads "4242 (any name) S 1 ...": utime and stime are the 12th and 13th field after the name.
    private static long Ticks(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static double ResidentKilobytes(int id)
    {
        const string Field = "VmRSS:";
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return double.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
