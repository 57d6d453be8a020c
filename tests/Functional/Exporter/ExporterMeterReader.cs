using System.Diagnostics.Metrics;

namespace ZipkinMesh.Tests.Exporter;

/// <summary>Reads the meter of the exporter to one collector, as a metrics exporter would.</summary>
internal sealed class ExporterMeterReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<(string Name, string? Outcome), long> _values = [];

    public ExporterMeterReader(FakeCollector collector)
    {
        // Other tests export at the same time.
        var port = new Uri(collector.Address).Port;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ZipkinMesh.Exporter")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var byKey = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (byKey["server.port"] is int actual && actual == port)
            {
                _values[(instrument.Name, byKey.GetValueOrDefault("outcome") as string)] = value;
            }
        });
        _listener.Start();
    }

    /// <summary>Returns the value of an instrument.</summary>
    public long Read(string name, string? outcome = null)
    {
        _listener.RecordObservableInstruments();
        return _values[(name, outcome)];
    }

    public void Dispose() => _listener.Dispose();
}
