using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>
/// Adds the export of spans by OTLP when <c>OTEL_TRACES_EXPORTER</c> names it. It is OpenTelemetry's own exporter with its own batch
/// processor; what is added to them are the names of attributes, and the count of lost spans.
/// </summary>
internal static class OtlpExtensions
{
    public static IServiceCollection AddOtlpExport(this IServiceCollection services, ZipkinMeshOptions options)
    {
        services.AddSingleton<OtlpCounters>();
        if (options.OpenTelemetry.ExportsOtlp)
        {
            services.AddSingleton<ExportProblem>();
            services.AddSingleton<OtlpLog>();
            services.AddOpenTelemetry().WithTracing(builder => builder
                .AddSource(MeshActivitySource.Name)
                .AddProcessor(provider => CreateProcessor(provider, options.OpenTelemetry)));
        }

        return services;
    }

    private static OtlpProcessor CreateProcessor(IServiceProvider services, OpenTelemetryOptions options)
    {
        var counters = services.GetRequiredService<OtlpCounters>();
        var log = services.GetRequiredService<OtlpLog>();
        var problem = services.GetRequiredService<ExportProblem>();
        return new OtlpProcessor(
            new OtlpExporter(CreateOptions(options, problem), options.MaxExportBatchSize, counters, problem, log),
            options,
            services.GetRequiredService<MeshActivitySource>().Source,
            counters,
            log,
            services.GetRequiredService<OverloadState>());
    }

    private static OtlpExporterOptions CreateOptions(OpenTelemetryOptions options, ExportProblem problem) => new()
    {
        Protocol = options.UsesGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Endpoint = options.EffectiveEndpoint,
        Headers = options.EffectiveHeaders,
        TimeoutMilliseconds = options.EffectiveTimeout,
        Compression = options.Compresses ? OtlpExportCompression.GZip : OtlpExportCompression.None,
        HttpClientFactory = () => CreateClient(options, problem),
    };

    // Exports aren't traced themselves, and a redirection must not get the headers, which may have a key in them.
    private static HttpClient CreateClient(OpenTelemetryOptions options, ExportProblem problem) =>
        new(new ExportHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false }, problem))
        {
            Timeout = TimeSpan.FromMilliseconds(options.EffectiveTimeout),
        };
}
