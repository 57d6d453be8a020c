using System.Diagnostics.Metrics;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>
/// Reads the instruments of <see cref="MeshMeter"/>, for the admin interface. The durations are collected from the time of its construction.
/// </summary>
internal sealed class StatsReader : IDisposable
{
    private readonly MeshMeter _meter;
    private readonly MeterListener _listener;
    private readonly Lock _lock = new();
    private readonly HistogramFamily[] _histograms = [new(ClusterStats.RequestTime), new(ConnectionManagerStats.RequestTime)];

    // The values of counters when they were reset. An instrument is never reset: other readers rely on it.
    private Dictionary<string, long> _resetValues = [];
    private List<StatSeries> _reading = [];

    public StatsReader(MeshMeter meter)
    {
        _meter = meter;
        _listener = new MeterListener { InstrumentPublished = Subscribe };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, definition) => _reading.Add(new((StatDefinition)definition!, tags.ToArray(), value)));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((HistogramFamily)family!).Of(tags[0].Value!).Record(value));
        _listener.Start();
    }

    /// <summary>Reads all series: counters and gauges ordered by their names, then histograms ordered by their names.</summary>
    public IReadOnlyList<StatSeries> Read()
    {
        lock (_lock)
        {
            var values = ReadValues().Select(series => series.Definition.Kind == StatKind.Counter
                && _resetValues.TryGetValue(series.Name, out var before)
                ? series with { Value = Math.Max(0, series.Value - before) }
                : series);
            return [.. values, .. ReadHistograms()];
        }
    }

    /// <summary>Makes all counters begin again at 0.</summary>
    public void ResetCounters()
    {
        lock (_lock)
        {
            _resetValues = ReadValues().Where(series => series.Definition.Kind == StatKind.Counter).ToDictionary(series => series.Name, series => series.Value);
        }
    }

    /// <summary>Ends an interval of the histograms.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            foreach (var family in _histograms)
            {
                family.Flush(_meter.SeriesOf(family.Definition).Select(tag => tag.Value!));
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Subscribe(Instrument instrument, MeterListener listener)
    {
        if (ReferenceEquals(instrument.Meter, _meter.Meter))
        {
            listener.EnableMeasurementEvents(
                instrument, (object?)_histograms.FirstOrDefault(family => family.Definition.Name == instrument.Name) ?? StatTable.Get(instrument.Name));
        }
    }

    private IEnumerable<StatSeries> ReadValues()
    {
        _reading = [];
        _listener.RecordObservableInstruments();

        // Listeners on ephemeral ports may have the same name.
        return _reading.GroupBy(series => series.Name)
            .Select(same => same.First() with { Value = same.Sum(series => series.Value) })
            .OrderBy(series => series.Name, StringComparer.Ordinal);
    }

    private IEnumerable<StatSeries> ReadHistograms() =>
        from family in _histograms
        from tag in _meter.SeriesOf(family.Definition)
        let counts = family.Of(tag.Value!)
        let series = new StatSeries(family.Definition, [tag], 0, counts.Read(), counts.Interval)
        orderby series.Name
        select series;
}
