using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;

namespace ZipkinMesh.Exporter;

/// <summary>Creates options from environment variables, which the app's own settings then replace.</summary>
internal sealed class ExporterOptionsFactory(
    IConfiguration configuration,
    IOptionsMonitor<BatchExportActivityProcessorOptions> batch,
    IEnumerable<IConfigureOptions<ZipkinMeshExporterOptions>> setups,
    IEnumerable<IPostConfigureOptions<ZipkinMeshExporterOptions>> postSetups,
    IEnumerable<IValidateOptions<ZipkinMeshExporterOptions>> validators)
    : OptionsFactory<ZipkinMeshExporterOptions>(setups, postSetups, validators)
{
    private const string Endpoint = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
    private const string Timeout = "OTEL_EXPORTER_ZIPKIN_TIMEOUT";

    protected override ZipkinMeshExporterOptions CreateInstance(string name)
    {
        var options = new ZipkinMeshExporterOptions { BatchExportProcessorOptions = batch.Get(name) };
        if (configuration[Endpoint] is { Length: > 0 } endpoint)
        {
            options.Endpoint = Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && ExporterOptionsValidator.IsHttp(url)
                ? url
                : throw NotAllowed(name, Endpoint, endpoint, ExporterOptionsValidator.AllowedEndpoint);
        }

        if (configuration[Timeout] is { Length: > 0 } timeout)
        {
            options.TimeoutMilliseconds = int.TryParse(timeout, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
                ? milliseconds
                : throw NotAllowed(name, Timeout, timeout, ExporterOptionsValidator.AllowedNumber);
        }

        return options;
    }

    private static OptionsValidationException NotAllowed(string name, string key, string value, string allowed) =>
        new(name, typeof(ZipkinMeshExporterOptions), [ExporterOptionsValidator.Message(key, value, allowed)]);
}
