using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ZipkinMesh.Exporter.Http;
using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Exporter;

/// <summary>
/// Adds the exporter to OpenTelemetry: finished spans go to Zipkin, what can't be sent at once is sent again, and what is lost is counted.
/// <code>
/// builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
///     .AddAspNetCoreInstrumentation()
///     .AddZipkinMeshExporter());
/// </code>
/// </summary>
public static class ZipkinMeshExporterExtensions
{
    /// <summary>Adds the exporter.</summary>
    /// <param name="builder">The builder of the tracer provider.</param>
    /// <param name="configure">Sets options; null for the defaults and the environment variables.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="OptionsValidationException">An option is out of its range. It is thrown when the provider is built.</exception>
    public static TracerProviderBuilder AddZipkinMeshExporter(this TracerProviderBuilder builder, Action<ZipkinMeshExporterOptions>? configure = null) =>
        builder.AddZipkinMeshExporter(null, configure);

    /// <summary>Adds the exporter with options of its own, beside others.</summary>
    /// <param name="builder">The builder of the tracer provider.</param>
    /// <param name="name">The name of the options; null for the default name.</param>
    /// <param name="configure">Sets options; null for the defaults and the environment variables.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="OptionsValidationException">An option is out of its range. It is thrown when the provider is built.</exception>
    public static TracerProviderBuilder AddZipkinMeshExporter(this TracerProviderBuilder builder, string? name, Action<ZipkinMeshExporterOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        name ??= Options.DefaultName;
        builder.ConfigureServices(services =>
        {
            services.TryAddSingleton<IOptionsFactory<ZipkinMeshExporterOptions>, ExporterOptionsFactory>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ZipkinMeshExporterOptions>, ExporterOptionsValidator>());
            if (configure is not null)
            {
                services.Configure(name, configure);
            }
        });
        return builder.AddProcessor(services => CreateProcessor(services, services.GetRequiredService<IOptionsMonitor<ZipkinMeshExporterOptions>>().Get(name)));
    }

    private static ExportProcessor CreateProcessor(IServiceProvider services, ZipkinMeshExporterOptions options)
    {
        var batch = options.BatchExportProcessorOptions;
        var limits = new QueueLimits
        {
            MaxSpans = batch.MaxQueueSize,
            MaxBytes = QueueLimits.BytesFor(batch.MaxQueueSize, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
            FlushInterval = TimeSpan.FromMilliseconds(batch.ScheduledDelayMilliseconds),
            MaxReportSpans = batch.MaxExportBatchSize,
            MaxReportBytes = options.MaxPayloadSizeInBytes ?? QueueLimits.DefaultReportBytes,
        };
        var logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("ZipkinMesh.Exporter");
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var post = new SpanPost(TimeSpan.FromMilliseconds(options.TimeoutMilliseconds), time);
        var stats = new ReporterStats();
        var reporter = new ZipkinReporter(limits, new HttpSender(options.HttpClientFactory(), options.Endpoint, post), stats, time, logger);
        return new ExportProcessor(reporter, stats, options);
    }
}
