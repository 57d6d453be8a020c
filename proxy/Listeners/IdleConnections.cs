using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Counts the connections that Kestrel closes because they are idle. Only its own metrics tell the reason for which a connection ended.
/// </summary>
internal sealed class IdleConnections : IHostedService, IDisposable
{
    private const string ErrorType = "error.type";
    private const string IdleTimeout = "keep_alive_timeout";
    private const string Port = "server.port";

    private readonly ListenerTable _listeners;
    private readonly IMeterFactory _meters;
    private readonly MeterListener _listener;

    public IdleConnections(ListenerTable listeners, IMeterFactory meters)
    {
        (_listeners, _meters) = (listeners, meters);
        _listener = new MeterListener { InstrumentPublished = Subscribe };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Count(tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    // Another host in the process has a Kestrel of its own.
    private void Subscribe(Instrument instrument, MeterListener listener)
    {
        if (instrument.Name == "kestrel.connection.duration" && ReferenceEquals(instrument.Meter.Scope, _meters))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void Count(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var isIdle = false;
        var port = 0;
        foreach (var (name, value) in tags)
        {
            isIdle |= name == ErrorType && value is IdleTimeout;
            port = name == Port && value is int number ? number : port;
        }

        if (isIdle)
        {
            _listeners.FindByPort(port)?.Counters.IdleConnections.Increment();
        }
    }
}
