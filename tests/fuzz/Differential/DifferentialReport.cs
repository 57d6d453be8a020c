using System.Text;
using ZipkinMesh.Fuzz.Differential.Verdicts;

namespace ZipkinMesh.Fuzz.Differential;

/// <summary>Prints the differences, those with the same oddities together.</summary>
internal static class DifferentialReport
{
    private const int MaxShown = 300;

    public static void Print(IEnumerable<Finding> findings)
    {
        foreach (var group in findings.GroupBy(finding => finding.Verdict).OrderByDescending(group => group.Key))
        {
            Console.WriteLine($"\n{group.Key}: {group.Count()}");
            foreach (var finding in group.OrderBy(finding => finding.Request.Oddities.Count).ThenBy(finding => finding.Request.Number))
            {
                Console.WriteLine($"  {finding.Request}\n    ours:  {Show(finding.Ours)}\n    Envoy: {Show(finding.Envoy)}");
                if (group.Key == Verdict.Smuggled)
                {
                    Console.WriteLine($"    sent:  {Escape(Encoding.Latin1.GetString(finding.Request.Bytes))}");
                }
            }
        }
    }

    private static string Show(Reading reading) => Escape(reading.ToString());

    private static string Escape(string text)
    {
        var escaped = string.Concat(text.Take(MaxShown).Select(c => c is >= ' ' and < (char)0x7f ? $"{c}" : $"\\x{(int)c:x2}"));
        return text.Length > MaxShown ? escaped + "..." : escaped;
    }
}
