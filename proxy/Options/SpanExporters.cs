namespace ZipkinMesh.Proxy.Options;

/// <summary>Defines the names in <c>OTEL_TRACES_EXPORTER</c>.</summary>
internal static class SpanExporters
{
    public const string Zipkin = "zipkin";
    public const string Otlp = "otlp";
    public const string None = "none";

    /// <summary>Returns the names in a value.</summary>
    public static string[] Split(string value) => value.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
}
