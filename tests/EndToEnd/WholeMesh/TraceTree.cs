using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Writes a trace as a tree: a line for each record, indented by the depth of its span. A caller's record comes before the shared one of its callee.</summary>
internal static class TraceTree
{
    /// <summary>Gets the tree of a request to the demo when its apps record spans.</summary>
    public static IReadOnlyList<string> OfDemoWithAppSpans { get; } =
    [
        "CLIENT front-proxy check_server1",
        "SERVER service1 check_server1 shared",
        "  SERVER service1-app get",
        "    CLIENT service1-app get",
        "      CLIENT service1 check_server2",
        "      SERVER service2 check_server2 shared",
        "        SERVER service2-app get",
    ];

    /// <summary>Returns the lines, such as <c>SERVER service1 check_server1 shared</c>. A record whose parent is missing isn't in the tree.</summary>
    public static string[] Of(JsonArray trace) => [.. Walk(trace).Select(node => $"{new string(' ', 2 * node.Depth)}{Describe(node.Record)}")];

    /// <summary>Returns the start times of the records in the order of the tree.</summary>
    public static long[] StartsOf(JsonArray trace) => [.. Walk(trace).Select(node => (long)node.Record["timestamp"]!)];

    private static IEnumerable<(JsonObject Record, int Depth)> Walk(JsonArray trace)
    {
        var records = trace.Select(record => record!.AsObject()).OrderBy(record => record["shared"] is null ? 0 : 1)
            .ThenBy(record => (long)record["timestamp"]!).ToLookup(record => $"{record["parentId"]}");
        return Below("", 0);

        IEnumerable<(JsonObject, int)> Below(string parent, int depth) => records[parent].GroupBy(record => $"{record["id"]}")
            .SelectMany(span => span.Select(record => (record, depth)).Concat(Below(span.Key, depth + 1)));
    }

    private static string Describe(JsonObject record) =>
        $"{record["kind"]} {record["localEndpoint"]!["serviceName"]} {record["name"]}{(record["shared"] is null ? "" : " shared")}";
}
