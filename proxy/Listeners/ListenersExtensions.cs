using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Listeners.Codecs;
using ZipkinMesh.Proxy.Listeners.Tls;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Adds the listeners.</summary>
internal static class ListenersExtensions
{
    /// <summary>Adds the lookup of a request's listener, and the state of the listeners that requests ask for.</summary>
    public static IServiceCollection AddListenerTable(this IServiceCollection services)
    {
        services.TryAddSingleton<OverloadState>();
        return services
            .AddSingleton<ListenerTable>()
            .AddSingleton<ListenSockets>()
            .AddSingleton<ConnectionTable>()
            .AddSingleton<DrainManager>()
            .AddSingleton<ServerStatus>();
    }

    /// <summary>Makes Kestrel open the configured listeners, and drain them before it stops.</summary>
    public static IWebHostBuilder UseListeners(this IWebHostBuilder web, ZipkinMeshOptions options) =>
        web.UseKestrelCore()
            .UseInlineSockets()
            .ConfigureServices(services =>
            {
                services.AddOptions<KestrelServerOptions>().Configure<ListenerTable, ConnectionTable, OverloadState, CodecSelector, TlsListeners>(
                    (kestrel, listeners, table, overload, codecs, tls) => ListenerBinding.Bind(kestrel, options, listeners, table, overload, codecs, tls));
                services.AddOptions<SocketTransportOptions>().Configure<ListenSockets>(
                    static (transport, sockets) => transport.CreateBoundListenSocket = sockets.Open);
                services.AddSingleton<IMemoryPoolFactory<byte>, BlockPoolFactory>();
                services.AddSingleton<Http2Listener>();
                services.AddSingleton<IConnectionListenerFactory>(static provider => provider.GetRequiredService<Http2Listener>());
                services.AddSingleton<CodecSelector>();
                services.AddSingleton(CreateTls);
                services.AddSingleton<BoundListeners>();
                services.AddSingleton<DiagnosticSource, RejectedRequests>();
                services.AddHostedService<ListenerLog>().AddHostedService<DrainService>().AddHostedService<OverloadManager>().AddHostedService<IdleConnections>();
            });

    private static TlsListeners CreateTls(IServiceProvider services)
    {
        var tls = new TlsListeners(services.GetRequiredService<ZipkinMeshOptions>(), services.GetRequiredService<ListenerTable>().Get);
        tls.AddTo(services.GetRequiredService<CertificateTable>());
        return tls;
    }
}
