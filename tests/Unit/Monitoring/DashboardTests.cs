using System.Text.RegularExpressions;
using ZipkinMesh.Proxy.Admin.Stats;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Tests.Monitoring;

/// <summary>Tests that the dashboard, the alerts and the page about operation use only statistics and labels that are declared.</summary>
public sealed partial class DashboardTests
{
    // Those that Prometheus adds, and the bound of a bucket.
    private static readonly string[] OtherLabels = ["job", "instance", "le"];

    [Fact]
    public void Metrics_OfDashboardAlertsAndPage_AreDeclared()
    {
        var declared = Declared().ToHashSet();
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs/operating.md"));
        var used = Expressions().Append(page).SelectMany(expression => MetricName().Matches(Strings().Replace(expression, ""))).Select(name => name.Value).ToHashSet();

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(declared).Except(Labels()));
    }

    [Fact]
    public void Labels_OfDashboard_AreDeclared()
    {
        var used = Expressions().SelectMany(expression => Label().Matches(expression)).SelectMany(match => match.Groups["label"].Captures)
            .Select(label => label.Value)
            .Concat(MonitoringFiles.Queries.SelectMany(query => query.LegendLabels))
            .ToHashSet();

        Assert.Superset(new HashSet<string>(OtherLabels), used);
        Assert.Empty(used.Except(OtherLabels).Except(Labels()));
    }

    private static IEnumerable<string> Expressions() =>
        [.. MonitoringFiles.Queries.Select(query => query.Expression), .. MonitoringFiles.Variables, File.ReadAllText(MonitoringFiles.PathOf("alerts.yaml"))];

    /// <summary>Returns the names of all series of Prometheus, as they are written.</summary>
    private static IEnumerable<string> Declared() =>
        from definition in StatTable.All
        let histogram = definition.Kind == StatKind.Histogram ? HistogramSnapshot.Empty : null
        let series = new StatSeries(definition, [], 0, histogram, histogram)
        from name in SeriesName().Matches(PrometheusStatsWriter.Write([series], HistogramMode.Default))
        select name.Value;

    private static IEnumerable<string> Labels() =>
        new[] { StatTags.Cluster, StatTags.ConnectionManager, StatTags.Listener, StatTags.Code, StatTags.CodeClass }
            .Select(tag => tag.Replace('.', '_'));

    [GeneratedRegex(@"\b(envoy|zipkin_mesh)_\w+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"^\w+(?=\{)", RegexOptions.Multiline)]
    private static partial Regex SeriesName();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Strings();

    // In a selector, {job=~"...", or in a grouping, by (job, instance).
    [GeneratedRegex(@"(?<label>\w+)(=|!=|=~|!~)""|by \(((?<label>\w+)(, )?)+\)")]
    private static partial Regex Label();
}
