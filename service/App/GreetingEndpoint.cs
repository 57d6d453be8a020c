using System.Text;

namespace ZipkinMesh.App;

/// <summary>
/// Handles <c>/service/{n}</c> and <c>/trace/{n}</c> as the Flask app of Envoy's sandbox does: GET, HEAD and OPTIONS get 200, other
/// methods 405, other paths 404 with a page that lists what is there. ASP.NET's routing isn't used because it also matches <c>/Trace/1</c> and <c>/trace/1/</c>.
/// </summary>
internal sealed class GreetingEndpoint(string serviceName, string greeting, EgressCall? egress)
{
    private const string Allowed = "HEAD, OPTIONS, GET";

    private readonly byte[] _body = Encoding.UTF8.GetBytes(greeting);

    private readonly byte[] _notFound = Encoding.UTF8.GetBytes($"""
        <!doctype html>
        <html lang=en>
        <meta name=viewport content="width=device-width">
        <meta name=color-scheme content="light dark">
        <title>404 Not Found</title>
        <h1>Not Found</h1>
        <p>The demo app of service {serviceName} serves these paths:
        <ul>
        <li><a href="/trace/1">/trace/1</a>, which also calls the next service
        <li><a href="/service/1">/service/1</a>, which calls no other
        </ul>
        <p>The response header x-b3-traceid has the id of the request's trace.

        """);

    public async Task HandleAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value ?? "";
        var isTrace = IsOneSegmentBelow("/trace/", path);
        if (!isTrace && !IsOneSegmentBelow("/service/", path))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            await WriteAsync(context, _notFound);
            return;
        }

        if (!HttpMethods.IsHead(request.Method) && !HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = HttpMethods.IsOptions(request.Method) ? StatusCodes.Status200OK : StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = Allowed;
            return;
        }

        if (isTrace && egress is not null)
        {
            await egress.TraceAsync(request.Headers);
        }

        await WriteAsync(context, _body);
    }

    private static async Task WriteAsync(HttpContext context, byte[] body)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body);
        }
    }

    private static bool IsOneSegmentBelow(string folder, string path) =>
        path.Length > folder.Length && path.StartsWith(folder, StringComparison.Ordinal) && !path.AsSpan(folder.Length).Contains('/');
}
