using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Routes requests to their handlers. Unlike ASP.NET Core's routing, paths are case-sensitive and a trailing slash matters, as in Zipkin:
/// <c>/api/v2/Services</c> and <c>/api/v2/services/</c> are not found.
/// </summary>
internal sealed class Router(Collectors collectors, QueryApi queries, OperationsApi operations, UiEndpoint ui, ZipkinOptions options)
{
    private readonly Cors _cors = new(options.AllowedOrigins);
    private readonly LoopbackHost _host = new(options.Urls);

    public async Task HandleAsync(HttpContext context)
    {
        if (_host.FindProblem(context.Request) is { } problem)
        {
            await Responses.WriteTextAsync(context, StatusCodes.Status403Forbidden, problem);
            return;
        }

        if (_cors.TryHandlePreflight(context))
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
        catch (MessageTooLargeException tooLarge)
        {
            await Responses.WriteTextAsync(context, StatusCodes.Status413PayloadTooLarge, tooLarge.Message);
        }
        catch (Exception exhausted) when (exhausted is TimeoutException or OutOfMemoryException)
        {
            await RejectAsync(context, exhausted is TimeoutException ? exhausted.Message : "The query needs too much memory; narrow it");
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

    private static async Task RejectAsync(HttpContext context, string message)
    {
        if (context.Response.HasStarted)
        {
            // The client must not take a part for the whole.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await Responses.WriteTextAsync(context, StatusCodes.Status503ServiceUnavailable, message);
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = CollapseSlashes(context.Request.Path.Value ?? "/");
        var method = context.Request.Method;
        if (collectors.Find(context.Request, path) is { } collector)
        {
            return options.CollectorEnabled ? collector(context) : Responses.NotFoundAsync(context);
        }

        // The UI is useless without the query API.
        var hasUi = options.QueryEnabled && options.UiEnabled;
        if (hasUi && UiEndpoint.FindRedirect(path) is { } location)
        {
            return RedirectAsync(context, location);
        }

        var handler = operations.Find(path) ?? FindQuery(path) ?? (hasUi ? ui.Find(path) : null);
        if (handler is null)
        {
            return path == OtlpHttpCollector.Path && options.CollectorEnabled
                ? Responses.MethodNotAllowedAsync(context, HttpMethods.Post)
                : Responses.NotFoundAsync(context);
        }

        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return Responses.MethodNotAllowedAsync(context, path == HttpCollector.V2Path ? "GET, HEAD, POST" : "GET, HEAD");
        }

        return handler(context);
    }

    // A control character can't be a part of a header.
    private static Task RedirectAsync(HttpContext context, string location)
    {
        var query = context.Request.QueryString.Value ?? "";
        if (query.Any(char.IsControl))
        {
            return Responses.WriteTextAsync(context, StatusCodes.Status400BadRequest, "The query contains a control character");
        }

        context.Response.Redirect(location + query);
        return Task.CompletedTask;
    }

    // The page sends its queries to paths below its own, so that it works behind a proxy that forwards only /zipkin/.
    private RequestDelegate? FindQuery(string path) => options.QueryEnabled
        ? queries.Find(path.StartsWith(UiEndpoint.Path + "/api/", StringComparison.Ordinal) ? path[UiEndpoint.Path.Length..] : path)
        : null;

    private static string CollapseSlashes(string path) =>
        path.Contains("//", StringComparison.Ordinal)
            ? string.Concat(path.Where((c, i) => c != '/' || i == 0 || path[i - 1] != '/'))
            : path;
}
