using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Adds the access log, when it is configured. Its file is opened with the pipeline, before any port.</summary>
internal static class AccessLogExtensions
{
    public static IServiceCollection AddAccessLog(this IServiceCollection services, ZipkinMeshOptions options)
    {
        services.AddSingleton<AccessLogCounters>();
        if (options.AccessLog is { } log)
        {
            services.AddSingleton(provider => new AccessLogWriter(
                AccessLogOptions.Section.PathOf(nameof(log.Path)),
                log.Path,
                provider.GetRequiredService<AccessLogCounters>(),
                provider.GetRequiredService<ILogger<AccessLogWriter>>()));
            services.AddSingleton(LineFormat.Parse(AccessLogOptions.Section.PathOf(nameof(log.Format)), log.Format));
            services.AddSingleton<IStreamObserver, AccessLogger>();
        }

        return services;
    }
}
