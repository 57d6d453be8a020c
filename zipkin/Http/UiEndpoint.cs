using ZipkinMesh.Zipkin.Options;
using ZipkinMesh.Zipkin.Storage;
using ZipkinMesh.Zipkin.Ui;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Serves the page, its <c>config.json</c> and its <c>status.json</c> under <c>/zipkin/</c>.</summary>
internal sealed class UiEndpoint(UiFiles files, ZipkinOptions options, SpanStore store, DiskStorage? disk)
{
    /// <summary>The path of the page without its trailing slash.</summary>
    public const string Path = "/zipkin";

    // Spans contain text of other people: the browser runs and requests nothing but the page's own files.
    private const string SecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Returns the path that <paramref name="path"/> redirects to, or null.</summary>
    public static string? FindRedirect(string path) => path switch
    {
        "/" or Path => Path + "/",
        "/favicon.ico" => Path + "/favicon.ico",
        _ => null,
    };

    /// <summary>Returns the handler for a path, or null when there is none.</summary>
    public RequestDelegate? Find(string path)
    {
        if (path == UiConfig.Path)
        {
            return WriteConfigAsync;
        }

        if (path == UiStatus.Path)
        {
            return WriteStatusAsync;
        }

        return files.Find(path) is { } file ? context => WriteFileAsync(context, file) : null;
    }

    private Task WriteConfigAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = UiConfig.CacheControl;
        return Responses.WriteJsonAsync(context, json => UiConfig.Write(json, options.Ui, options.SearchEnabled), UiConfig.ContentType);
    }

    private Task WriteStatusAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Responses.WriteJsonAsync(context, json => UiStatus.Write(json, store.Status(), disk, options));
    }

    private static Task WriteFileAsync(HttpContext context, UiFile file)
    {
        var headers = context.Response.Headers;
        // A new version changes the files but not their names, so browsers revalidate each time. The index may be a minute old, as
        // Zipkin's.
        headers.CacheControl = file.ContentType.StartsWith("text/html", StringComparison.Ordinal) ? "max-age=60" : "no-cache";
        headers.ETag = file.ETag;
        headers.ContentSecurityPolicy = SecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        if (IsUnchanged(context.Request.Headers.IfNoneMatch.ToString(), file))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Responses.WriteBytesAsync(context, StatusCodes.Status200OK, file.ContentType, file.Content);
    }

    private static bool IsUnchanged(string etags, UiFile file) => etags == "*" || etags.Contains(file.ETag, StringComparison.Ordinal);
}
