using System.Globalization;
using ZipkinMesh.Proxy.Grpc;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the status of gRPC calls. Other requests have none.</summary>
internal static class GrpcOperators
{
    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        new("%GRPC_STATUS(X)%, where X is CAMEL_STRING, SNAKE_STRING or NUMBER", static command => command.MaxLength is not null ? null : command.Parameter switch
        {
            "" or "CAMEL_STRING" => new TextOperator(static stream => ReadStatus(stream) is { } code ? GrpcStatus.NameOf(code) : null),
            "SNAKE_STRING" => new TextOperator(static stream => ReadStatus(stream) is { } code ? GrpcStatus.UpperCaseNameOf(code) : null),
            "NUMBER" => new TextOperator(static stream => ReadStatus(stream)?.ToString(CultureInfo.InvariantCulture)),
            _ => null,
        }),
        Define.Number("GRPC_STATUS_NUMBER", ReadStatus),
    ];

    // The status of a call that has none follows from the HTTP status.
    private static long? ReadStatus(StreamInfo stream) => !stream.IsGrpc || stream.HasNoResponse ? null
        : stream.GrpcStatus is { } code ? GrpcStatus.Parse(code)
        : GrpcStatus.OfHttp(stream.StatusCode);
}
