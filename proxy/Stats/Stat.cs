namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares a statistic, and reads its values from an object such as a cluster or a listener.</summary>
/// <param name="Definition">The declaration.</param>
/// <param name="Read">Returns the values.</param>
internal sealed record Stat<TSource>(StatDefinition Definition, Func<TSource, IEnumerable<StatValue>> Read);
