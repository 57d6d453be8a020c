using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Support;

/// <summary>Represents a query of the dashboard.</summary>
/// <param name="Panel">The title of its panel.</param>
/// <param name="Expression">The PromQL expression, with variables of Grafana.</param>
/// <param name="Legend">The template of the name of each series, such as <c>{{job}}</c>.</param>
internal sealed partial record DashboardQuery(string Panel, string Expression, string Legend)
{
    /// <summary>Gets the labels that the legend shows.</summary>
    public IEnumerable<string> LegendLabels => Placeholder().Matches(Legend).Select(label => label.Groups["label"].Value);

    [GeneratedRegex(@"\{\{\s*(?<label>\w+)\s*\}\}")]
    private static partial Regex Placeholder();
}
