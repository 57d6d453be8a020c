using System.Text;

namespace ZipkinMesh.App;

/// <summary>
/// Handles <c>/service/{n}</c> and <c>/trace/{n}</c> as the Flask app of Envoy's sandbox does: GET, HEAD and OPTIONS get 200, other
/// methods 405, other paths 404. ASP.NET's routing isn't used because it also matches <c>/Trace/1</c> and <c>/trace/1/</c>.
/// </summary>
internal sealed class GreetingEndpoint(string greeting, EgressCall? egress)
{
    private const string Allowed = "HEAD, OPTIONS, GET";

    private readonly byte[] _body = Encoding.UTF8.GetBytes(greeting);

    public async Task HandleAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value ?? "";
        var isTrace = IsOneSegmentBelow("/trace/", path);
        if (!isTrace && !IsOneSegmentBelow("/service/", path))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isHead = HttpMethods.IsHead(request.Method);
        if (!isHead && !HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = HttpMethods.IsOptions(request.Method) ? StatusCodes.Status200OK : StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = Allowed;
            return;
        }

        if (isTrace && egress is not null)
        {
            await egress.TraceAsync(request.Headers);
        }

        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = _body.Length;
        if (!isHead)
        {
            await response.Body.WriteAsync(_body);
        }
    }

    private static bool IsOneSegmentBelow(string folder, string path) =>
        path.Length > folder.Length && path.StartsWith(folder, StringComparison.Ordinal) && !path.AsSpan(folder.Length).Contains('/');
}
