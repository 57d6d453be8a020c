using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>The failure of a message of OTLP, as both transports report it.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Code">The status of gRPC, which is also in the body over HTTP.</param>
/// <param name="Problem">The reason.</param>
internal sealed record OtlpFailure(int Status, int Code, string Problem)
{
    /// <summary>The failure when too many messages are in flight, after which a client retries.</summary>
    public static readonly OtlpFailure Busy = new(StatusCodes.Status503ServiceUnavailable, GrpcStatus.Unavailable, MessageReceiver.Busy);

    /// <summary>Returns the failure of a message that can't be read; null for any other exception.</summary>
    public static OtlpFailure? Of(Exception exception) => exception switch
    {
        InvalidSpanException => new(StatusCodes.Status400BadRequest, GrpcStatus.InvalidArgument, exception.Message),
        MessageTooLargeException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(StatusCodes.Status413PayloadTooLarge, GrpcStatus.ResourceExhausted, exception.Message),
        BadHttpRequestException invalid => new(invalid.StatusCode, GrpcStatus.InvalidArgument, exception.Message),
        _ => null,
    };
}
