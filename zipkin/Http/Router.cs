using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Routes requests to their handlers. Unlike ASP.NET Core's routing, paths are case-sensitive and a trailing slash matters, as in Zipkin:
/// <c>/api/v2/Services</c> and <c>/api/v2/services/</c> are not found.
/// </summary>
internal sealed class Router(HttpCollector collector, QueryApi queries, OperationsApi operations, UiEndpoint ui, ZipkinOptions options)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (Cors.TryHandlePreflight(context))
        {
            return;
        }

        try
        {
            await RouteAsync(context);
        }
        catch (InvalidSpanException invalid)
        {
            await Responses.WriteTextAsync(context, StatusCodes.Status400BadRequest, invalid.Message);
        }
        catch (BadHttpRequestException invalid)
        {
            await Responses.WriteTextAsync(context, invalid.StatusCode, invalid.Message);
        }
        catch (Exception aborted) when (aborted is OperationCanceledException or IOException)
        {
            // The client disconnected or the server is stopping: no response can be sent, and there is no error to log.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = CollapseSlashes(context.Request.Path.Value ?? "/");
        var method = context.Request.Method;
        if (path is HttpCollector.V2Path or HttpCollector.V1Path && HttpMethods.IsPost(method))
        {
            return options.CollectorEnabled
                ? collector.HandleAsync(context, isV1: path == HttpCollector.V1Path)
                : Responses.NotFoundAsync(context);
        }

        // The UI is useless without the query API.
        var hasUi = options.QueryEnabled && options.UiEnabled;
        if (hasUi && UiEndpoint.FindRedirect(path) is { } location)
        {
            context.Response.Redirect($"{location}{context.Request.QueryString}");
            return Task.CompletedTask;
        }

        var handler = operations.Find(path) ?? FindQuery(path) ?? (hasUi ? ui.Find(path) : null);
        if (handler is null)
        {
            return Responses.NotFoundAsync(context);
        }

        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return Responses.MethodNotAllowedAsync(context, path == HttpCollector.V2Path ? "GET, HEAD, POST" : "GET, HEAD");
        }

        return handler(context);
    }

    // The page sends its queries to paths below its own, so that it works behind a proxy that forwards only /zipkin/.
    private RequestDelegate? FindQuery(string path) => options.QueryEnabled
        ? queries.Find(path.StartsWith(UiEndpoint.Path + "/api/", StringComparison.Ordinal) ? path[UiEndpoint.Path.Length..] : path)
        : null;

    private static string CollapseSlashes(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
        {
            path = path.Replace("//", "/", StringComparison.Ordinal);
        }

        return path;
    }
}
