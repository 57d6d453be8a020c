using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Logs one line for each listener once it is open.</summary>
internal sealed partial class ListenerLog(IHostApplicationLifetime lifetime, IServer server, ZipkinMeshOptions options, ILogger<ListenerLog> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            // Kestrel lists the addresses in the order in which they were bound.
            var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses;
            foreach (var ((name, listener), address) in options.Listeners.Zip(addresses))
            {
                LogListening(address, name, listener.Direction);
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Address} ({Listener}, {Direction})")]
    private partial void LogListening(string address, string listener, TrafficDirection direction);
}
