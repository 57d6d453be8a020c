using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Adds the tracing of requests. Without options of tracing, there are no <see cref="SamplingPercentages"/>.</summary>
internal static class TracingExtensions
{
    public static IServiceCollection AddRequestTracing(this IServiceCollection services, ZipkinMeshOptions options)
    {
        if (options.Tracing is { } tracing)
        {
            services.AddSingleton(new SamplingPercentages(tracing));
        }

        services.AddSingleton<MeshActivitySource>();
        services.AddSingleton<TraceLinks>();
        services.AddSingleton<TraceLinkHeaders>();
        services.AddSingleton<B3Propagator>();
        services.AddSingleton<B3WithW3CPropagator>();
        services.AddSingleton<RequestTracer>();
        services.AddSingleton<IStreamObserver>(provider => provider.GetRequiredService<RequestTracer>());
        return services;
    }
}
