namespace ZipkinMesh.ZipkinBench.Load;

/// <summary>How messages are written.</summary>
internal enum MessageFormat
{
    Json,
    Protobuf,
}
