using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Grpc;

/// <summary>
/// Recognizes gRPC requests by their content type, as Envoy does:
/// <code>
/// application/grpc            application/grpc+proto          gRPC
/// application/grpc-web        application/grpc; charset=x     not gRPC
/// </code>
/// </summary>
internal static class GrpcContentType
{
    public const string Plain = "application/grpc";

    public static bool IsGrpc(in StringValues contentType) =>
        contentType.Count == 1 && contentType[0] is { } type && type.StartsWith(Plain, StringComparison.Ordinal)
        && (type.Length == Plain.Length || type[Plain.Length] == '+');
}
