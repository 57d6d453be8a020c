namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>Identifies the encoding of a message.</summary>
internal enum MessageFormat
{
    Json,
    Protobuf,
}
