using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Adds the access log, when it is configured. Its file is opened with the pipeline, before any port.</summary>
internal static class AccessLogExtensions
{
    public static IServiceCollection AddAccessLog(this IServiceCollection services, ZipkinMeshOptions options)
    {
        services.AddSingleton<AccessLogStats>();
        if (options.AccessLog is { } log)
        {
            services.AddSingleton(log);
            services.AddSingleton<AccessLogWriter>();
            services.AddSingleton(LineFormat.Parse(AccessLogOptions.Section.PathOf(nameof(log.Format)), log.Format));
            services.AddSingleton<IStreamObserver, AccessLogger>();
        }

        return services;
    }
}
