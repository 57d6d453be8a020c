namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Defines the formats in which statistics are shown.</summary>
internal enum StatsFormat
{
    Text,
    Json,
    Prometheus,
}
