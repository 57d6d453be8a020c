using ZipkinMesh.Zipkin.Codecs.Otlp;
using ZipkinMesh.Zipkin.Ingest;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Handles <c>POST /v1/traces</c>, OTLP over HTTP: <c>ExportTraceServiceRequest</c> in JSON or protobuf, optionally gzip. The response is in
/// the same format: 200 when spans were stored, also if some were rejected (<c>partialSuccess</c>), 400 or 413 when none was, or 503 with
/// <c>Retry-After</c> when too many messages are in flight.
/// </summary>
internal sealed class OtlpHttpCollector(MessageReceiver receiver, Collector collector)
{
    public const string Path = "/v1/traces";

    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";

    public async Task HandleAsync(HttpContext context)
    {
        if (FindContentType(context.Request.ContentType) is not { } contentType)
        {
            await Responses.WriteTextAsync(
                context, StatusCodes.Status415UnsupportedMediaType, $"The content type must be {Json} or {Protobuf}");
            return;
        }

        var isJson = contentType == Json;
        try
        {
            OtlpSpans? spans = null;
            if (await receiver.TryReceiveAsync(
                context, message => spans = collector.AcceptOtlp(Gunzip.DecompressBody(context.Request, message).Span, isJson)))
            {
                await Responses.WriteBytesAsync(context, StatusCodes.Status200OK, contentType, OtlpResponse.Success(spans!, isJson));
                return;
            }

            context.Response.Headers.RetryAfter = MessageReceiver.RetryAfterSeconds;
            await WriteAsync(context, contentType, StatusCodes.Status503ServiceUnavailable, GrpcStatus.Unavailable, MessageReceiver.Busy);
        }
        catch (InvalidSpanException invalid)
        {
            await WriteAsync(context, contentType, StatusCodes.Status400BadRequest, GrpcStatus.InvalidArgument, invalid.Message);
        }
        catch (MessageTooLargeException tooLarge)
        {
            await WriteAsync(context, contentType, StatusCodes.Status413PayloadTooLarge, GrpcStatus.ResourceExhausted, tooLarge.Message);
        }
        catch (BadHttpRequestException invalid)
        {
            await WriteAsync(context, contentType, invalid.StatusCode, CodeOf(invalid), invalid.Message);
        }
    }

    /// <summary>Returns the status code of gRPC for a body that can't be read.</summary>
    public static int CodeOf(BadHttpRequestException invalid) =>
        invalid.StatusCode == StatusCodes.Status413PayloadTooLarge ? GrpcStatus.ResourceExhausted : GrpcStatus.InvalidArgument;

    private static Task WriteAsync(HttpContext context, string contentType, int status, int code, string problem) =>
        Responses.WriteBytesAsync(context, status, contentType, OtlpResponse.Failure(code, problem, contentType == Json));

    // The content type of the response, which is that of the request without parameters; null when it is no type of OTLP.
    private static string? FindContentType(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        type = (parameters < 0 ? type : type[..parameters]).Trim();
        return type.Equals(Json, StringComparison.OrdinalIgnoreCase) ? Json
            : type.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? Protobuf
            // The older name of the same format.
            : type.Equals("application/protobuf", StringComparison.OrdinalIgnoreCase) ? Protobuf
            : null;
    }
}
