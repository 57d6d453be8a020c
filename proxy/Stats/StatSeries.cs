namespace ZipkinMesh.Proxy.Stats;

/// <summary>Represents one series of a statistic at one time: a definition, its tags, and a value or a histogram.</summary>
/// <param name="Definition">The declaration.</param>
/// <param name="Tags">The tags, in the order in which Envoy's Prometheus output has them.</param>
/// <param name="Value">The value of a counter or a gauge.</param>
/// <param name="Histogram">The values of a histogram since the start; null for other kinds.</param>
/// <param name="Interval">The values of the last interval of five seconds.</param>
internal sealed record StatSeries(
    StatDefinition Definition, KeyValuePair<string, object?>[] Tags, long Value, HistogramSnapshot? Histogram = null, HistogramSnapshot? Interval = null)
{
    /// <summary>Gets Envoy's name, such as <c>cluster.service1.upstream_rq_2xx</c>.</summary>
    public string Name { get; } = Definition.TextName(Tags);

    /// <summary>
    /// Gets a value indicating that the series was used since the start. Envoy tells a gauge that was never set from one that is 0 again;
    /// here every gauge counts as used.
    /// </summary>
    public bool IsUsed => Definition.Kind switch
    {
        StatKind.Counter => Value > 0,
        StatKind.Histogram => Histogram!.Count > 0,
        _ => true,
    };
}
