using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Adds the listeners.</summary>
internal static class ListenersExtensions
{
    /// <summary>Adds the lookup of a request's listener.</summary>
    public static IServiceCollection AddListenerTable(this IServiceCollection services) => services.AddSingleton<ListenerTable>();

    /// <summary>Makes Kestrel open the configured listeners.</summary>
    public static IWebHostBuilder UseListeners(this IWebHostBuilder web, ZipkinMeshOptions options) =>
        web.UseKestrelCore()
            .UseInlineSockets()
            .ConfigureKestrel(kestrel => ListenerBinding.Bind(kestrel, options))
            .ConfigureServices(services => services.AddHostedService<ListenerLog>());
}
