using ZipkinMesh.Proxy.Grpc;

namespace ZipkinMesh.Tests.Proxy;

public sealed class GrpcTests
{
    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/grpc+proto", true)]
    [InlineData("application/grpc+", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/grpcx", false)]
    [InlineData("application/grpc; charset=x", false)]
    [InlineData("Application/gRPC", false)]
    [InlineData("text/plain", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void ContentType_Any_IsRecognizedAsByEnvoy(string? type, bool isGrpc) => Assert.Equal(isGrpc, GrpcContentType.IsGrpc(type));

    [Theory]
    [InlineData(400, 13)]
    [InlineData(401, 16)]
    [InlineData(403, 7)]
    [InlineData(404, 12)]
    [InlineData(408, 2)]
    [InlineData(426, 2)]
    [InlineData(429, 14)]
    [InlineData(500, 2)]
    [InlineData(501, 2)]
    [InlineData(502, 14)]
    [InlineData(503, 14)]
    [InlineData(504, 14)]
    [InlineData(200, 2)]
    public void HttpStatus_Any_HasGrpcStatus(int status, int expected) => Assert.Equal(expected, GrpcStatus.OfHttp(status));

    [Theory]
    [InlineData("0", 0, "OK", "OK")]
    [InlineData("1", 1, "Canceled", "CANCELLED")]
    [InlineData("4", 4, "DeadlineExceeded", "DEADLINE_EXCEEDED")]
    [InlineData("16", 16, "Unauthenticated", "UNAUTHENTICATED")]
    [InlineData("99", 99, "99", "99")]
    [InlineData("banana", -1, "-1", "-1")]
    [InlineData("-2", -1, "-1", "-1")]
    public void Code_Any_HasNumberAndNames(string code, long number, string name, string upperCaseName) =>
        Assert.Equal((number, name, upperCaseName), (GrpcStatus.Parse(code), GrpcStatus.NameOf(number), GrpcStatus.UpperCaseNameOf(number)));
}
