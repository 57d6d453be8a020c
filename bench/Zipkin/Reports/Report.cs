using System.Globalization;
using System.Text.Json;

namespace ZipkinMesh.ZipkinBench.Reports;

/// <summary>The figures, as a table and as JSON.</summary>
internal sealed class Report
{
    private readonly List<Figure> _figures = [];

    public bool AreAllWithin => _figures.All(figure => figure.IsWithin);

    public void Add(IEnumerable<Figure> figures) => _figures.AddRange(figures);

    /// <summary>In Markdown.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine("| | unit | ours | real | ours / real | bound | |");
        output.WriteLine("|---|---|---:|---:|---:|---|---|");
        foreach (var figure in _figures)
        {
            var verdict = figure.Bound is null ? "" : figure.IsWithin ? "ok" : "MISSED";
            output.WriteLine($"| {figure.Name} | {figure.Unit} | {Number(figure.Ours)} | {Number(figure.Real)} | {Number(figure.Ratio)} | {figure.Bound?.Text} | {verdict} |");
        }
    }

    public void WriteJson(string file)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, new() { Indented = true });
        json.WriteStartArray();
        foreach (var figure in _figures)
        {
            json.WriteStartObject();
            json.WriteString("name", figure.Name);
            json.WriteString("unit", figure.Unit);
            json.WriteNumber("ours", figure.Ours);
            json.WriteNumber("real", figure.Real);
            json.WriteNumber("ratio", figure.Ratio);
            json.WriteString("bound", figure.Bound?.Text);
            json.WriteBoolean("isWithin", figure.IsWithin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "N0" : value >= 10 ? "F1" : value >= 1 ? "F2" : "F3", CultureInfo.InvariantCulture);
}
