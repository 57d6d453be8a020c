namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares a statistic.</summary>
/// <param name="Name">The name of its instrument: Envoy's without the tags, such as <c>cluster.upstream_rq_xx</c>.</param>
/// <param name="Kind">The kind of the statistic.</param>
/// <param name="Unit">The unit, as OpenTelemetry writes it.</param>
/// <param name="Description">The description.</param>
/// <param name="Template">Envoy's name with the tags in it, such as <c>cluster.{envoy.cluster_name}.upstream_rq_{envoy.response_code_class}xx</c>.</param>
internal sealed record StatDefinition(string Name, StatKind Kind, string Unit, string Description, string Template)
{
    /// <summary>Returns Envoy's name of the series with the given tags, such as <c>cluster.service1.upstream_rq_2xx</c>.</summary>
    public string TextName(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = Template;
        foreach (var (tag, value) in tags)
        {
            name = name.Replace($"{{{tag}}}", $"{value}", StringComparison.Ordinal);
        }

        return name;
    }
}
