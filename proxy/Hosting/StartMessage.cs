using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Hosting;

/// <summary>One line when the listeners are open: where, and which way.</summary>
internal sealed partial class StartMessage(IHostApplicationLifetime lifetime, IServer server, ZipkinMeshOptions options, ILogger<StartMessage> logger)
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
                LogListening(name, address, listener.Direction);
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Listener} at {Address}, {Direction}")]
    private partial void LogListening(string listener, string address, TrafficDirection direction);
}
