namespace ZipkinMesh.Proxy.Stats;

/// <summary>Represents a value of a statistic.</summary>
/// <param name="Value">The value.</param>
/// <param name="Tag">A tag besides those of the source, such as the class of a status code; null for none.</param>
internal readonly record struct StatValue(long Value, KeyValuePair<string, object?>? Tag = null);
