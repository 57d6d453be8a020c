using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates that no span shares its id with another one, which OTLP can't express: there, an id names one span.</summary>
internal static class SharedSpansValidator
{
    /// <exception cref="SettingException">An inbound listener has shared spans.</exception>
    public static void Check(ZipkinMeshOptions options)
    {
        if (options.Tracing!.SharedSpanContext && options.Listeners.Values.Any(listener => listener.Direction == TrafficDirection.Inbound))
        {
            throw new SettingException(
                $"{OpenTelemetryOptions.ExporterKey}: '{options.OpenTelemetry.TracesExporter}' is not allowed with shared spans; "
                + $"set {TracingOptions.Section.PathOf(nameof(TracingOptions.SharedSpanContext))} to false");
        }
    }
}
