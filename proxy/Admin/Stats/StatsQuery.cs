using System.Diagnostics.CodeAnalysis;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Represents the parameters of <c>/stats</c>.</summary>
internal sealed class StatsQuery
{
    // Envoy has no kind of statistic more, and this proxy has no text readouts.
    private static readonly Dictionary<string, StatKind[]> Types = new(StringComparer.Ordinal)
    {
        ["All"] = [StatKind.Counter, StatKind.Gauge, StatKind.Histogram],
        ["Counters"] = [StatKind.Counter],
        ["Gauges"] = [StatKind.Gauge],
        ["Histograms"] = [StatKind.Histogram],
        ["TextReadouts"] = [],
    };

    private static readonly Dictionary<string, HistogramMode> Modes = new(StringComparer.Ordinal)
    {
        [""] = HistogramMode.Default,
        ["none"] = HistogramMode.Default,
        ["summary"] = HistogramMode.Summary,
        ["cumulative"] = HistogramMode.Cumulative,
        ["disjoint"] = HistogramMode.Disjoint,
        ["detailed"] = HistogramMode.Detailed,
    };

    private static readonly Dictionary<string, StatsFormat> Formats = new(StringComparer.Ordinal)
    {
        [""] = StatsFormat.Text,
        ["text"] = StatsFormat.Text,
        ["json"] = StatsFormat.Json,
        ["prometheus"] = StatsFormat.Prometheus,
    };

    private StatKind[] _kinds = Types["All"];
    private NameFilter? _filter;
    private bool _isInverted;

    public StatsFormat Format { get; private set; }

    public HistogramMode Histograms { get; private set; }

    public bool UsedOnly { get; private set; }

    public bool Pretty { get; private set; }

    /// <summary>Parses the parameters of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="format">The format that the path demands; null when the parameters decide.</param>
    /// <param name="query">The result.</param>
    /// <param name="problem">The problem, in Envoy's words.</param>
    public static bool TryParse(
        AdminRequest request, StatsFormat? format, [NotNullWhen(true)] out StatsQuery? query, [NotNullWhen(false)] out string? problem)
    {
        query = new StatsQuery { UsedOnly = request.Has("usedonly"), Pretty = request.Has("pretty"), _isInverted = request.Has("invert_filter") };
        problem = query.ParseChoices(request, format);
        if (problem is null && !NameFilter.TryParse(request.Find("filter"), isFullMatch: false, out query._filter, out var reason))
        {
            problem = $"Invalid regex: {reason}\n";
        }

        return problem is null;
    }

    /// <summary>Returns true when a series is shown.</summary>
    public bool Includes(StatSeries series) =>
        _kinds.Contains(series.Definition.Kind) && (!UsedOnly || series.IsUsed) && _filter!.Matches(series.Name) != _isInverted;

    private string? ParseChoices(AdminRequest request, StatsFormat? format)
    {
        if (!Types.TryGetValue(request.Find("type") ?? "All", out _kinds!))
        {
            return "invalid &type= param";
        }

        if (!Modes.TryGetValue(request.Find("histogram_buckets") ?? "", out var mode))
        {
            return "usage: /stats?histogram_buckets=(cumulative|disjoint|detailed|summary)\n";
        }

        var fromQuery = StatsFormat.Text;
        if (format is null && !Formats.TryGetValue(request.Find("format") ?? "", out fromQuery))
        {
            return "usage: /stats?format=(json|prometheus|text)\n\n";
        }

        Histograms = mode;
        Format = format ?? fromQuery;
        return null;
    }
}
