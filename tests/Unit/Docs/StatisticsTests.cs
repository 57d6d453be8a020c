using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Tests.Docs;

/// <summary>docs/statistics.md has a row for each statistic.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Documentation_OfStatistics_HasEachDeclaration()
    {
        var rows = File.ReadLines(Path.Combine(Checkout.Root, "docs/statistics.md"))
            .Where(line => line.Contains("| Counter |", StringComparison.Ordinal) || line.Contains("| Gauge |", StringComparison.Ordinal) || line.Contains("| Histogram |", StringComparison.Ordinal));

        var declared = StatTable.All.Select(stat => $"| `{stat.Template}` | {stat.Kind} | `{stat.Unit}` | {stat.Description} |");
        Assert.Equal(declared.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
