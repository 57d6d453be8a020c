namespace ZipkinMesh.Bench.Harness.Reports;

/// <summary>Describes the machine of a run. Figures of different machines can't be compared.</summary>
/// <param name="Processor">The processor's model name.</param>
/// <param name="Cores">The number of logical processors.</param>
public sealed record Machine(string Processor, int Cores)
{
    private const string UnknownProcessor = "unknown processor";

    /// <summary>Reads <c>/proc/cpuinfo</c>. The runtime's own count follows the process's affinity, which is a single core here.</summary>
    public static Machine Read() => Parse(File.ReadLines("/proc/cpuinfo"));

    /// <summary>
    /// Parses the lines of <c>/proc/cpuinfo</c>, a block for each logical processor:
    /// <code>
    /// processor	: 0
    /// model name	: AMD EPYC 7763 64-Core Processor
    /// </code>
    /// </summary>
    public static Machine Parse(IEnumerable<string> lines)
    {
        var fields = lines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(field => field.Length == 2).ToList();
        return new(
            fields.Find(field => field[0] == "model name") is [_, { Length: > 0 } name] ? name : UnknownProcessor,
            fields.Count(field => field[0] == "processor"));
    }

    /// <summary>Returns a line for reports: <c>AMD EPYC 7763 64-Core Processor, 2 cores</c>.</summary>
    public override string ToString() => $"{Processor}, {Cores} {(Cores == 1 ? "core" : "cores")}";
}
