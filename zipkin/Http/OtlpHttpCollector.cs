using ZipkinMesh.Zipkin.Codecs.Otlp;
using ZipkinMesh.Zipkin.Ingest;

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
            await WriteAsync(context, contentType, OtlpFailure.Busy);
        }
        catch (Exception e) when (OtlpFailure.Of(e) is { } failure)
        {
            await WriteAsync(context, contentType, failure);
        }
    }

    private static Task WriteAsync(HttpContext context, string contentType, OtlpFailure failure) =>
        Responses.WriteBytesAsync(context, failure.Status, contentType, OtlpResponse.Failure(failure.Code, failure.Problem, contentType == Json));

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
