using System.Globalization;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics whose names have a beginning in common.</summary>
/// <param name="prefix">The beginning of the instruments' names, such as <c>cluster.</c>.</param>
/// <param name="template">The beginning with its tags, such as <c>cluster.{envoy.cluster_name}.</c>.</param>
internal sealed class StatScope<TSource>(string prefix, string template)
{
    private static readonly object[] Classes = ["1", "2", "3", "4", "5"];

    public Stat<TSource> Counter(string name, string unit, string description, Func<TSource, long> read) =>
        new(Define(name, StatKind.Counter, unit, description), source => [new StatValue(read(source))]);

    public Stat<TSource> Gauge(string name, string unit, string description, Func<TSource, long> read) =>
        new(Define(name, StatKind.Gauge, unit, description), source => [new StatValue(read(source))]);

    /// <summary>Declares a histogram of milliseconds. Its values are recorded, not read.</summary>
    public StatDefinition Histogram(string name, string description) => Define(name, StatKind.Histogram, "ms", description);

    /// <summary>Declares a counter by class of status codes: <c>NAME_2xx</c>, or <c>NAME_xx</c> with the class as its tag.</summary>
    public Stat<TSource> CounterByClass(string name, string description, Func<TSource, StatusCounters> read) => new(
        Define($"{name}_xx", StatKind.Counter, "{response}", description, $"{name}_{{{StatTags.CodeClass}}}xx"),
        source => Classes.Select((tag, i) => new StatValue(read(source).OfClass(i + 1), new(StatTags.CodeClass, tag))));

    /// <summary>Declares a counter by status code: <c>NAME_200</c>, or <c>NAME</c> with the code as its tag.</summary>
    public Stat<TSource> CounterByCode(string name, string description, Func<TSource, StatusCounters> read) => new(
        Define(name, StatKind.Counter, "{response}", description, $"{name}_{{{StatTags.Code}}}"),
        source => read(source).Codes.Prepend(200).Distinct()
            .Select(code => new StatValue(read(source)[code], new(StatTags.Code, code.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>Declares a counter by names that are known only when they occur: <c>NAME.TLSv1.3</c>, or <c>NAME</c> with the name as its tag.</summary>
    public Stat<TSource> CounterByName(string name, string tag, string unit, string description, Func<TSource, NamedCounters> read) => new(
        Define(name, StatKind.Counter, unit, description, $"{name}.{{{tag}}}"),
        source => read(source).All.Select(counter => new StatValue(counter.Value, new(tag, counter.Key))));

    private StatDefinition Define(string name, StatKind kind, string unit, string description, string? text = null) =>
        new(prefix + name, kind, unit, description, template + (text ?? name));
}
