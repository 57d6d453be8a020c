namespace ZipkinMesh.Proxy.Stats;

/// <summary>Lists the declarations of all statistics.</summary>
internal static class StatTable
{
    private static readonly Dictionary<string, StatDefinition> ByName = All.ToDictionary(definition => definition.Name);

    /// <summary>Gets all declarations, in the order of the documentation.</summary>
    public static IEnumerable<StatDefinition> All =>
    [
        .. ServerStats.All.Select(stat => stat.Definition),
        .. ListenerStats.Connections.Concat(ListenerStats.Responses).Select(stat => stat.Definition),
        .. ListenerTlsStats.All.Select(stat => stat.Definition),
        .. ConnectionManagerStats.All.Concat(ConnectionManagerStats.Tracing).Select(stat => stat.Definition),
        ConnectionManagerStats.RequestTime,
        .. ClusterStats.All.Select(stat => stat.Definition),
        .. ClusterTlsStats.All.Select(stat => stat.Definition),
        ClusterStats.RequestTime,
        .. ReportingStats.All.Select(stat => stat.Definition),
        .. OtlpStats.All.Select(stat => stat.Definition),
        .. AccessLogStats.All.Select(stat => stat.Definition),
    ];

    /// <summary>Returns the declaration of an instrument.</summary>
    public static StatDefinition Get(string name) => ByName[name];
}
