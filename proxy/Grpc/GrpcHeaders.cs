namespace ZipkinMesh.Proxy.Grpc;

/// <summary>The names of headers and trailers of gRPC.</summary>
internal static class GrpcHeaders
{
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
}
