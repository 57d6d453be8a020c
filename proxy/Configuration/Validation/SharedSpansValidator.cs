using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates that no span that OTLP exports shares its id with another one: there, an id names one span.</summary>
internal static class SharedSpansValidator
{
    /// <exception cref="SettingException">Spans go to OTLP, and a listener has shared ones.</exception>
    public static void Check(ZipkinMeshOptions options)
    {
        if (options.OpenTelemetry.ExportsOtlp && options.Listeners.Values.Any(SharesSpans))
        {
            throw new SettingException(
                $"{OpenTelemetryOptions.ExporterKey}: '{options.OpenTelemetry.TracesExporter}' is not allowed with shared spans; "
                + $"set {TracingOptions.Section.PathOf(nameof(TracingOptions.SharedSpanContext))} to false");
        }
    }

    // Only SERVER spans are shared.
    private static bool SharesSpans(ListenerOptions listener) => listener.Tracing is { SharedSpanContext: true } tracing
        && (listener.Direction == TrafficDirection.Inbound || tracing.SplitSpansForRequest || tracing.SpawnUpstreamSpan);
}
