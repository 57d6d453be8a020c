namespace ZipkinMesh.Tests.Proxy.Formatting;

/// <summary>Tests the operators for gRPC. The values were observed on Envoy 1.40.</summary>
public sealed class GrpcOperatorTests
{
    private const string Format = "%GRPC_STATUS% %GRPC_STATUS(CAMEL_STRING)% %GRPC_STATUS(SNAKE_STRING)% %GRPC_STATUS(NUMBER)% %GRPC_STATUS_NUMBER%";

    [Theory]
    [InlineData("application/grpc", "4", "DeadlineExceeded DeadlineExceeded DEADLINE_EXCEEDED 4 4")]
    [InlineData("application/grpc+proto", "0", "OK OK OK 0 0")]
    [InlineData("application/grpc", "99", "99 99 99 99 99")]
    [InlineData("application/grpc", "banana", "-1 -1 -1 -1 -1")]
    [InlineData("application/grpc", null, "Unknown Unknown UNKNOWN 2 2")]
    [InlineData("text/plain", "4", "- - - - -")]
    public void Append_Response_WritesStatus(string contentType, string? status, string expected)
    {
        using var request = new FormattedStream(headers: ("content-type", contentType));
        if (status is not null)
        {
            request.Context.Response.Headers["grpc-status"] = status;
        }

        Assert.Equal(expected, request.Format(Format));
    }

    [Fact]
    public void Append_ClientDisconnected_HasNoStatus()
    {
        using var request = new FormattedStream(isAnswered: false, headers: ("content-type", "application/grpc"));
        request.Stream.HasNoResponse = true;

        Assert.Equal("- - - - -", request.Format(Format));
    }
}
