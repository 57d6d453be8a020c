using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Page;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// Finds who answers a path. Paths are compared to the letter, case and closing slash included, which the platform's
/// routing does not do: <c>/api/v2/Services</c> and <c>/api/v2/services/</c> are not found.
/// </summary>
internal sealed class Router(Collector collector, ReadApi api, OperationsApi operations, EmbeddedPage page, ZipkinOptions options)
{
    private const string Ui = "/zipkin";

    public async Task HandleAsync(HttpContext context)
    {
        if (Cors.Answer(context))
        {
            return;
        }

        try
        {
            await RouteAsync(context);
        }
        catch (RefusedException refusal)
        {
            await Answers.TextAsync(context, refusal.Status, refusal.Message);
        }
        catch (BadHttpRequestException refusal)
        {
            await Answers.TextAsync(context, refusal.StatusCode, refusal.Message);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The only streams are the client's: it has left, or the server stops. Nobody waits for an answer, and there is no fault to log.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = OneSlash(context.Request.Path.Value ?? "/");
        var method = context.Request.Method;
        if (path is Collector.V2Path or Collector.V1Path && HttpMethods.IsPost(method))
        {
            return options.HasCollector ? collector.HandleAsync(context, isV1: path == Collector.V1Path) : Answers.NotFoundAsync(context);
        }

        if (Moved(path) is { } location)
        {
            context.Response.Redirect($"{location}{context.Request.QueryString}");
            return Task.CompletedTask;
        }

        var answer = operations.Find(path) ?? FindRead(path) ?? FindPage(path);
        if (answer is null)
        {
            return Answers.NotFoundAsync(context);
        }

        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return Answers.WrongMethodAsync(context, path == Collector.V2Path ? "GET, HEAD, POST" : "GET, HEAD");
        }

        return answer(context);
    }

    private bool HasPage => options.HasQuery && options.HasPage;

    private string? Moved(string path) => path switch
    {
        "/" or Ui when HasPage => Ui + "/",
        "/favicon.ico" when HasPage => Ui + "/favicon.ico",
        _ => null,
    };

    // The page asks below its own path, so that it works behind a proxy that passes on only that.
    private RequestDelegate? FindRead(string path) =>
        options.HasQuery ? api.Find(path.StartsWith(Ui + "/api/", StringComparison.Ordinal) ? path[Ui.Length..] : path) : null;

    private RequestDelegate? FindPage(string path)
    {
        if (!HasPage)
        {
            return null;
        }

        if (path == PageConfig.Path)
        {
            return ConfigAsync;
        }

        return page.Find(path) is { } file ? context => EmbeddedPage.WriteAsync(context, file) : null;
    }

    private Task ConfigAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = PageConfig.CacheControl;
        return Answers.JsonAsync(context, json => PageConfig.Write(json, options.Page, options.CanSearch), PageConfig.ContentType);
    }

    private static string OneSlash(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
        {
            path = path.Replace("//", "/", StringComparison.Ordinal);
        }

        return path;
    }
}
