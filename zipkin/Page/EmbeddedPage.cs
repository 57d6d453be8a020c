using ZipkinMesh.Zipkin.Api;

namespace ZipkinMesh.Zipkin.Page;

/// <summary>
/// The page, part of the program: <c>index.html</c> is at <c>/zipkin/index.html</c>, and what it links to beside it. The addresses of
/// its views, <c>/zipkin/</c>, <c>/zipkin/traces/463ac35c9f6413ad</c>, <c>/zipkin/dependency</c> and <c>/zipkin/traceViewer</c>, are the index too.
/// </summary>
internal sealed class EmbeddedPage
{
    private const string Root = "/zipkin/";
    private const string TraceView = Root + "traces/";

    // Spans are other people's text: nothing but the page's own files runs or is asked.
    private const string SecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    public static EmbeddedPage Load()
    {
        var page = new EmbeddedPage();
        var assembly = typeof(EmbeddedPage).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            page._files.Add(Root + name.Replace('\\', '/'), new(content, ContentType(name)));
        }

        return page;
    }

    /// <summary>Null when nothing is there.</summary>
    public PageFile? Find(string path) => _files.GetValueOrDefault(path switch
    {
        _ when IsView(path) => Root + "index.html",
        // Where browsers look that have not read the page: they take any picture they know.
        Root + "favicon.ico" => Root + "favicon.svg",
        _ => path,
    });

    public static Task WriteAsync(HttpContext context, PageFile file)
    {
        var headers = context.Response.Headers;
        // The files change with the program, and their names don't: the browser asks each time, and is told that nothing changed.
        // The index may be a minute old, as everywhere with Zipkin.
        headers.CacheControl = file.ContentType.StartsWith("text/html", StringComparison.Ordinal) ? "max-age=60" : "no-cache";
        headers.ETag = file.ETag;
        headers.ContentSecurityPolicy = SecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        if (IsKnown(context.Request.Headers.IfNoneMatch.ToString(), file))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Answers.BytesAsync(context, StatusCodes.Status200OK, file.ContentType, file.Content);
    }

    private static bool IsKnown(string tags, PageFile file) => tags == "*" || tags.Contains(file.ETag, StringComparison.Ordinal);

    private static bool IsView(string path) =>
        path is Root or Root + "dependency" or Root + "traceViewer"
        || (path.StartsWith(TraceView, StringComparison.Ordinal)
            && path.Length > TraceView.Length
            && !path.AsSpan(TraceView.Length).Contains('/'));

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
