using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.Support;

/// <summary>Reads the files of <c>deploy/monitoring</c>.</summary>
internal static class MonitoringFiles
{
    private static readonly JsonNode Dashboard = JsonNode.Parse(File.ReadAllText(PathOf("dashboard.json")))!;

    /// <summary>Gets the queries of the dashboard's panels.</summary>
    public static IReadOnlyList<DashboardQuery> Queries { get; } =
    [
        .. from panel in Dashboard["panels"]!.AsArray()
           from target in panel["targets"]?.AsArray() ?? []
           select new DashboardQuery($"{panel["title"]}", $"{target["expr"]}", $"{target["legendFormat"]}"),
    ];

    /// <summary>Gets the queries of the dashboard's variables, such as <c>label_values(envoy_server_live, job)</c>.</summary>
    public static IReadOnlyList<string> Variables { get; } =
    [
        .. from variable in Dashboard["templating"]!["list"]!.AsArray()
           where $"{variable["type"]}" == "query"
           select $"{variable["query"]!["query"]}",
    ];

    /// <summary>Returns the full path of a file.</summary>
    public static string PathOf(string file) => Path.Combine(Checkout.Root, "deploy/monitoring", file);
}
