using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using Yarp.ReverseProxy;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Exporter.Spans;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Adds the reporting of spans to Zipkin. Finished spans go through the OpenTelemetry SDK, where <see cref="ReportingProcessor"/>
/// takes them; other exporters can be added beside it. Disposing the host flushes them.
/// </summary>
internal static class ReportingExtensions
{
    public static IServiceCollection AddReporting(this IServiceCollection services, ZipkinMeshOptions options)
    {
        services.AddSingleton<ReporterStats>();
        if (options.Tracing is not { } tracing)
        {
            return services;
        }

        services.AddSingleton(provider => new ZipkinSender(
            provider.GetRequiredService<IProxyStateLookup>(),
            provider.GetRequiredService<ClusterCountersTable>(),
            tracing,
            provider.GetRequiredService<TimeProvider>()));
        services.AddOpenTelemetry().WithTracing(builder => builder
            .AddSource(MeshActivitySource.Name)
            .AddProcessor(provider => CreateProcessor(provider, options, tracing)));
        return services;
    }

    private static ReportingProcessor CreateProcessor(IServiceProvider services, ZipkinMeshOptions options, TracingOptions tracing)
    {
        var stats = services.GetRequiredService<ReporterStats>();
        var limits = new QueueLimits
        {
            MaxSpans = tracing.MaxQueuedSpans,
            MaxBytes = QueueLimits.BytesFor(tracing.MaxQueuedSpans, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
            FlushInterval = tracing.FlushInterval,
        };
        var reporter = new ZipkinReporter(
            limits,
            services.GetRequiredService<ZipkinSender>(),
            stats,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ReportingProcessor>>());
        return new ReportingProcessor(
            reporter,
            new ZipkinJson(options.Node.Cluster, LocalAddress.Find()),
            services.GetRequiredService<MeshActivitySource>().Source,
            stats,
            services.GetRequiredService<OverloadState>());
    }
}
