using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Page;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// Finds who answers a path. Paths are compared to the letter, case and closing slash included, which the platform's
/// routing does not do: <c>/api/v2/Services</c> and <c>/api/v2/services/</c> are not found.
/// </summary>
internal sealed class Router(Collector collector, ReadApi api, EmbeddedPage page)
{
    private const string Collect = "/api/v2/spans";
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
        if (path == Collect && HttpMethods.IsPost(method))
        {
            return collector.HandleAsync(context);
        }

        if (path is "/" or Ui)
        {
            context.Response.Redirect($"{Ui}/{context.Request.QueryString}");
            return Task.CompletedTask;
        }

        // The page asks below its own path, so that it works behind a proxy that passes on only that.
        var apiPath = path.StartsWith(Ui + "/api/", StringComparison.Ordinal) ? path[Ui.Length..] : path;
        var read = api.Find(apiPath);
        var file = read is null ? page.Find(path) : null;
        if (read is null && file is null)
        {
            return Answers.NotFoundAsync(context);
        }

        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return Answers.WrongMethodAsync(context, path == Collect ? "GET, HEAD, POST" : "GET, HEAD");
        }

        return file is null ? read!(context) : EmbeddedPage.WriteAsync(context, file);
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
