using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Logs one line for each listener once it is open.</summary>
internal sealed partial class ListenerLog(IHostApplicationLifetime lifetime, BoundListeners listeners, ILogger<ListenerLog> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var (name, options, address) in listeners.All)
            {
                LogListening(address, name, options.Direction);
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Address} ({Listener}, {Direction})")]
    private partial void LogListening(string address, string listener, TrafficDirection direction);
}
