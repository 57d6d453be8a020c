using System.Diagnostics.Metrics;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Reporting.Otlp;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;
using ZipkinMesh.Proxy.Upstreams.OutlierDetection;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>
/// Holds the <see cref="System.Diagnostics.Metrics.Meter"/> whose instruments are all statistics of this host. Its counters and gauges read,
/// when they are collected, what the rooms count; only the histograms are recorded with each request. Another host in the same process has a
/// meter of the same name.
/// </summary>
internal sealed class MeshMeter : IDisposable
{
    public const string Name = "ZipkinMesh";

    private readonly ListenerTable _listeners;
    private readonly IProxyStateLookup _clusters;

    public MeshMeter(
        ListenerTable listeners,
        IProxyStateLookup clusters,
        ClusterCountersTable counters,
        ClusterResourcesTable resources,
        OutlierDetectionPolicy outliers,
        ServerSource server,
        ReporterStats reporter,
        OtlpCounters otlp,
        AccessLogCounters accessLog,
        ZipkinMeshOptions options)
    {
        (_listeners, _clusters) = (listeners, clusters);
        Observe(ServerStats.All, () => [(server, [])]);
        Observe(ConnectionManagerStats.All, ConnectionManagers);
        Observe(ListenerStats.Connections, () => OfListeners(listener => [new(StatTags.Listener, listener.StatAddress)]));
        Observe(ListenerTlsStats.All, TlsListeners);
        Observe(ListenerStats.Responses, () => OfListeners(listener => [TagOf(listener), new(StatTags.Listener, listener.StatAddress)]));
        Observe(ClusterStats.All, () => clusters.GetClusters().Select(cluster =>
        {
            var source = new ClusterSource(cluster, counters.Get(cluster.ClusterId), resources.Get(cluster), outliers);
            return (source, new[] { TagOf(source.Counters) });
        }));
        Observe(ClusterTlsStats.All, () => clusters.GetClusters().Where(HasTls)
            .Select(cluster => counters.Get(cluster.ClusterId)).Select(cluster => (cluster.Tls, new[] { TagOf(cluster) })));
        if (options.AccessLog is not null)
        {
            Observe(AccessLogStats.All, () => [(accessLog, [])]);
        }

        if (options.Tracing is not null)
        {
            Observe(ConnectionManagerStats.Tracing, ConnectionManagers);
        }

        if (options.Tracing is not null && options.OpenTelemetry.ExportsToZipkin)
        {
            Observe(ReportingStats.All, () => [(reporter, [])]);
        }

        if (options.OpenTelemetry.ExportsOtlp)
        {
            Observe(OtlpStats.All, () => [(otlp, [])]);
        }

        DownstreamRequestTime = Create(ConnectionManagerStats.RequestTime);
        UpstreamRequestTime = Create(ClusterStats.RequestTime);
        ClusterTags = () => clusters.GetClusters().Select(cluster => TagOf(counters.Get(cluster.ClusterId)));
    }

    public Meter Meter { get; } = new(Name);

    /// <summary>Gets the histogram of <see cref="ConnectionManagerStats.RequestTime"/>, whose tag is <see cref="TagOf(ListenerInfo)"/>.</summary>
    public Histogram<double> DownstreamRequestTime { get; }

    /// <summary>Gets the histogram of <see cref="ClusterStats.RequestTime"/>, whose tag is <see cref="TagOf(ClusterCounters)"/>.</summary>
    public Histogram<double> UpstreamRequestTime { get; }

    private Func<IEnumerable<KeyValuePair<string, object?>>> ClusterTags { get; }

    /// <summary>Returns the tag of a listener as a connection manager.</summary>
    public static KeyValuePair<string, object?> TagOf(ListenerInfo listener) => new(StatTags.ConnectionManager, listener.Name);

    /// <summary>Returns the tag of a cluster.</summary>
    public static KeyValuePair<string, object?> TagOf(ClusterCounters cluster) => new(StatTags.Cluster, cluster.Name);

    /// <summary>Returns the series that a histogram has, also those without values.</summary>
    public IEnumerable<KeyValuePair<string, object?>> SeriesOf(StatDefinition histogram) =>
        histogram == ClusterStats.RequestTime ? ClusterTags() : _listeners.All.Select(TagOf);

    public void Dispose() => Meter.Dispose();

    private Histogram<double> Create(StatDefinition definition) => Meter.CreateHistogram<double>(definition.Name, definition.Unit, definition.Description);

    private IEnumerable<(ListenerCounters Source, KeyValuePair<string, object?>[] Tags)> ConnectionManagers() =>
        _listeners.All.Select(listener => (listener.Counters, new[] { TagOf(listener) }));

    // In an app that opens its own listeners, their addresses aren't known.
    private IEnumerable<(ListenerCounters Source, KeyValuePair<string, object?>[] Tags)> OfListeners(Func<ListenerInfo, KeyValuePair<string, object?>[]> tags) =>
        _listeners.All.Where(listener => listener.StatAddress is not null).Select(listener => (listener.Counters, tags(listener)));

    private IEnumerable<(ListenerTlsCounters Source, KeyValuePair<string, object?>[] Tags)> TlsListeners() =>
        _listeners.All.Where(listener => listener.HasTls)
            .Select(listener => (listener.Counters.Tls, new KeyValuePair<string, object?>[] { new(StatTags.Listener, listener.StatAddress) }));

    private static bool HasTls(ClusterState cluster) => cluster.DestinationsState.AllDestinations
        .Any(destination => destination.Model.Config.Address.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase));

    private void Observe<TSource>(IEnumerable<Stat<TSource>> stats, Func<IEnumerable<(TSource Source, KeyValuePair<string, object?>[] Tags)>> sources)
    {
        foreach (var (definition, read) in stats)
        {
            if (definition.Kind == StatKind.Counter)
            {
                Meter.CreateObservableCounter(definition.Name, Measure, definition.Unit, definition.Description);
            }
            else
            {
                Meter.CreateObservableGauge(definition.Name, Measure, definition.Unit, definition.Description);
            }

            IEnumerable<Measurement<long>> Measure() =>
                from source in sources()
                from value in read(source.Source)
                select new Measurement<long>(value.Value, value.Tag is { } tag ? [tag, .. source.Tags] : source.Tags);
        }
    }
}
