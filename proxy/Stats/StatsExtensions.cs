using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Adds the statistics.</summary>
internal static class StatsExtensions
{
    /// <summary>Adds the meter, which any OpenTelemetry exporter can read, and counts finished requests.</summary>
    public static IServiceCollection AddStats(this IServiceCollection services) => services
        .AddSingleton<ServerSource>()
        .AddSingleton<MeshMeter>()
        .AddSingleton<IStreamObserver, StatsObserver>();

    /// <summary>Adds the reader for the admin interface. Without it, durations aren't collected.</summary>
    public static IServiceCollection AddStatsReader(this IServiceCollection services) => services
        .AddSingleton<StatsReader>()
        .AddHostedService<StatsFlush>();
}
