using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Options;
using MsOptions = Microsoft.Extensions.Options.Options;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>
/// Serves the admin interface with a Kestrel of its own, which the limits and the drain of the listeners don't affect. It is open before the
/// listeners, and until they are closed.
/// </summary>
internal sealed partial class AdminServer(AdminRouter router, AdminAccessLog log, AdminOptions options, TimeProvider time, ILogger<AdminServer> logger)
    : IHostedLifecycleService, IDisposable
{
    private const int MaxConnections = 100;
    private const int MaxBodySize = 64 * 1024;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server = CreateServer(options);

    /// <summary>Gets the address, such as <c>http://127.0.0.1:9901</c>, once the server has started.</summary>
    public string Address => _server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        log.Open();
        try
        {
            await _server.StartAsync(new AdminApplication(router, log, time), cancellationToken);
        }
        catch (Exception e) when (e is SocketException || e.InnerException is AddressInUseException)
        {
            throw e is SocketException
                ? new SettingException($"Admin: can't be opened: {e.Message}")
                : new SettingException($"{AdminOptions.Section.PathOf(nameof(options.Port))}: '{options.Port}' is in use; allowed: a free port");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        LogListening(Address);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _server.StopAsync(timeout.Token);
    }

    public void Dispose() => _server.Dispose();

    private static KestrelServer CreateServer(AdminOptions options)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxBodySize;
        kestrel.Listen(IPAddress.Parse(options.Address), options.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        return new KestrelServer(
            MsOptions.Create(kestrel),
            new SocketTransportFactory(MsOptions.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Admin interface on {Address}")]
    private partial void LogListening(string address);
}
