using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ZipkinMesh.App.Options;
using ZipkinMesh.Exporter;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Logging;

namespace ZipkinMesh.App.Tracing;

/// <summary>
/// Records the app's own spans with OpenTelemetry: a SERVER span for each request, a child of the sidecar's ingress span, and a CLIENT span
/// for the call, the parent of the sidecar's egress span. OpenTelemetry reads its other settings, such as <c>OTEL_SERVICE_NAME</c>, from
/// the environment.
/// </summary>
internal static class AppSpans
{
    /// <summary>Starts recording; disposing the result sends the remaining spans. Returns null when the app records no spans.</summary>
    /// <exception cref="SettingException">A variable of the exporter is not allowed.</exception>
    public static TracerProvider? Start(AppOptions options)
    {
        if (!options.RecordsSpans)
        {
            return null;
        }

        try
        {
            return Build(options);
        }
        catch (OptionsValidationException e)
        {
            throw new SettingException(e.Message);
        }
    }

    private static TracerProvider Build(AppOptions options)
    {
        var sidecar = $"service{options.ServiceName}";
        Sdk.SetDefaultTextMapPropagator(new B3TextMapPropagator());
        return Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddLogging(logging => logging.AddLineLogging(new ConfigurationManager())))
            .SetResourceBuilder(CreateResource(sidecar))
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation(http => http.EnrichWithHttpRequestMessage = (span, _) => span.SetTag("peer.service", sidecar))
            .AddExporters(options)
            .Build();
    }

    // A name of its own keeps the app apart from its sidecar in a trace. The environment overrides it.
    private static ResourceBuilder CreateResource(string sidecar) => ResourceBuilder.CreateEmpty()
        .AddService($"{sidecar}-app", autoGenerateServiceInstanceId: false)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static TracerProviderBuilder AddExporters(this TracerProviderBuilder builder, AppOptions options)
    {
        if (options.ExportsToZipkin)
        {
            builder.AddZipkinMeshExporter(zipkin => zipkin.Endpoint = options.ZipkinEndpoint);
        }

        if (options.ExportsOtlp)
        {
            builder.AddOtlpExporter();
        }

        return builder;
    }
}
