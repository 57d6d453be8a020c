using System.Buffers.Binary;
using System.Globalization;
using ZipkinMesh.Zipkin.Codecs.Otlp;
using ZipkinMesh.Zipkin.Ingest;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Handles OTLP over gRPC: the unary call <c>TraceService/Export</c>. A message follows a prefix of five bytes, and the status is in the
/// trailers, or in the headers of a response without a message:
/// <code>
/// 00 0000012c ...300 bytes    not compressed
/// 01 0000012c ...300 bytes    compressed as the header grpc-encoding says
/// grpc-status: 3, grpc-message: traceId%20must%20be...
/// </code>
/// </summary>
internal sealed class OtlpGrpcCollector(MessageReceiver receiver, Collector collector)
{
    public const string Path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private const string ContentType = "application/grpc";
    private const string Gzip = "gzip";
    private const string Encodings = "identity,gzip";
    private const string StatusHeader = "grpc-status";
    private const int PrefixBytes = 5;

    /// <summary>Returns true for a call of gRPC, of whatever method.</summary>
    public static bool IsCall(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol) && request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Handles a call.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        context.Response.Headers.GrpcAcceptEncoding = Encodings;
        var encoding = context.Request.Headers.GrpcEncoding.ToString();
        if (context.Request.Path != Path)
        {
            Fail(context, GrpcStatus.Unimplemented, $"{Excerpt.Of(context.Request.Path.Value ?? "")} is not implemented; implemented: {Path}");
        }
        else if (encoding is not ("" or "identity" or Gzip))
        {
            Fail(context, GrpcStatus.Unimplemented, $"grpc-encoding {Excerpt.Of(encoding)} is not supported; supported: {Encodings}");
        }
        else
        {
            await ExportAsync(context, encoding == Gzip);
        }
    }

    private async Task ExportAsync(HttpContext context, bool isGzip)
    {
        try
        {
            OtlpSpans? spans = null;
            if (await receiver.TryReceiveAsync(context, body => spans = collector.AcceptOtlp(Unframe(body, isGzip).Span, isJson: false)))
            {
                await SucceedAsync(context, OtlpResponse.Success(spans!, isJson: false));
                return;
            }

            Fail(context, OtlpFailure.Busy.Code, OtlpFailure.Busy.Problem);
        }
        catch (Exception e) when (OtlpFailure.Of(e) is { } failure)
        {
            Fail(context, failure.Code, failure.Problem);
        }
    }

    // A unary call has exactly one message.
    private static ReadOnlyMemory<byte> Unframe(ReadOnlyMemory<byte> body, bool isGzip)
    {
        if (body.Length < PrefixBytes || BinaryPrimitives.ReadUInt32BigEndian(body.Span[1..]) != body.Length - PrefixBytes)
        {
            throw new InvalidSpanException("The body is not one message of gRPC");
        }

        var message = body[PrefixBytes..];
        return body.Span[0] switch
        {
            0 => message,
            1 when isGzip => message.IsEmpty ? message : Gunzip.Decompress(message),
            _ => throw new InvalidSpanException("The message is compressed, but grpc-encoding is not gzip"),
        };
    }

    private static async Task SucceedAsync(HttpContext context, ReadOnlyMemory<byte> message)
    {
        var frame = new byte[PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsMemory(PrefixBytes));
        context.Response.AppendTrailer(StatusHeader, "0");
        await context.Response.Body.WriteAsync(frame, context.RequestAborted);
    }

    private static void Fail(HttpContext context, int status, string problem)
    {
        context.Response.Headers.GrpcStatus = status.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.GrpcMessage = Uri.EscapeDataString(problem);
    }
}
