namespace ZipkinMesh.Zipkin.Http;

/// <summary>The status codes of gRPC that OTLP responds with.</summary>
internal static class GrpcStatus
{
    public const int InvalidArgument = 3;
    public const int ResourceExhausted = 8;
    public const int Unimplemented = 12;

    /// <summary>The only one of these after which a client retries.</summary>
    public const int Unavailable = 14;
}
