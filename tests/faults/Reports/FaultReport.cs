using System.Globalization;
using System.Text.Json;
using ZipkinMesh.Bench.Harness.Reports;
using ZipkinMesh.Faults.Scenarios;
using ZipkinMesh.Faults.Subjects;

namespace ZipkinMesh.Faults.Reports;

/// <summary>Collects the figures of a run and prints them as a table.</summary>
internal sealed class FaultReport
{
    private readonly MarkdownTable _table = new(
        "fault", "proxy", "sent", "failed", "slowest, s", "responses", "spans", "stored", "lost, counted", "lost, silent", "MiB before", "at worst", "after");

    private readonly List<FaultRow> _rows = [];

    /// <summary>Adds the figures of one proxy.</summary>
    public void Add(Scenario scenario, string proxy, Outcome outcome)
    {
        var traffic = outcome.Traffic;
        var row = new FaultRow(
            scenario.Name, proxy, traffic.Sent, traffic.Failed, traffic.Slowest.TotalSeconds, traffic.Responses,
            outcome.Made, outcome.Stored, outcome.Lost - outcome.Unaccounted, outcome.Unaccounted,
            outcome.MemoryBefore, outcome.MemoryPeak, outcome.MemoryAfter);
        _rows.Add(row);
        _table.Add(
            scenario.Description, proxy, $"{row.Sent}", $"{row.Failed}", Text(row.Slowest, "0.00"), row.Responses, $"{row.Spans}", $"{row.Stored}",
            $"{row.LostCounted}", $"{row.LostSilently}", Text(row.MemoryBefore), Text(row.MemoryPeak), Text(row.MemoryAfter));
    }

    /// <summary>Returns the table as Markdown.</summary>
    public string ToMarkdown() => string.Join('\n', _table.Lines);

    /// <summary>Writes all figures to a file.</summary>
    public void WriteJson(string file) => File.WriteAllText(file, JsonSerializer.Serialize(_rows, FaultJson.Default.ListFaultRow));

    private static string Text(double number, string format = "0") => number == 0 ? "-" : number.ToString(format, CultureInfo.InvariantCulture);
}
