using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// <c>POST /api/v2/spans</c> with a list in JSON v2 or protobuf, also gzipped (<c>Content-Encoding: gzip</c>): 202 without a body when
/// all of it is stored, 400 and the reason when none of it is.
/// </summary>
internal sealed class Collector(SpanStore store)
{
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await BodyAsync(request, context.RequestAborted);
        if (body.Length > 0 && request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            body = Gunzip.Read(body);
        }

        store.Add(MessageFormat.ReadV2(body.Span, request.ContentType));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 0;
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream((int)(request.ContentLength is > 0 and < 64 * 1024 and var length ? length : 0));
        await request.Body.CopyToAsync(body, cancel);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
