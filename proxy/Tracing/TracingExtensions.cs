using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Adds the tracing of requests.</summary>
internal static class TracingExtensions
{
    public static IServiceCollection AddRequestTracing(this IServiceCollection services)
    {
        services.AddSingleton<MeshActivitySource>();
        services.AddSingleton<IPropagator, B3Propagator>();
        services.AddSingleton<RequestTracer>();
        services.AddSingleton<IStreamObserver>(provider => provider.GetRequiredService<RequestTracer>());
        return services;
    }
}
