namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>Identifies the encoding of a message.</summary>
internal enum MessageFormat
{
    Json,
    Protobuf,

    /// <summary>Protobuf of OpenTelemetry. The real server can't read it, and gets Zipkin's protobuf with the same spans.</summary>
    Otlp,
}
