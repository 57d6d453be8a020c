using System.Text;

namespace ZipkinMesh.Zipkin.Ui;

/// <summary>
/// The files of the page, which are embedded in the program. They are served under <c>/zipkin/</c>; the paths of the page's views,
/// <c>/zipkin/</c>, <c>/zipkin/traces/463ac35c9f6413ad</c>, <c>/zipkin/compare/463ac35c9f6413ad/463ac35c9f6413ae</c> and others, serve the
/// index. The index names all modules, so that the browser requests them at once instead of one after another.
/// </summary>
internal sealed class UiFiles
{
    private const string Root = "/zipkin/";
    private const string Index = Root + "index.html";
    private const string EndOfHead = "</head>";
    private const string TraceView = Root + "traces/";
    private const string ComparisonView = Root + "compare/";

    private readonly Dictionary<string, UiFile> _files = new(StringComparer.Ordinal);

    /// <summary>Reads the embedded files.</summary>
    public static UiFiles Load()
    {
        var files = new UiFiles();
        var assembly = typeof(UiFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            files._files.Add(Root + name.Replace('\\', '/'), new(content, ContentType(name)));
        }

        files.PreloadModules();
        return files;
    }

    /// <summary>Returns the file for a path, or null when there is none.</summary>
    public UiFile? Find(string path) => _files.GetValueOrDefault(path switch
    {
        _ when IsView(path) => Index,
        // Browsers request this path before they have read the page, and accept an SVG.
        Root + "favicon.ico" => Root + "favicon.svg",
        _ => path,
    });

    private void PreloadModules()
    {
        var index = _files[Index];
        var html = Encoding.UTF8.GetString(index.Content);
        // Ordinary scripts are no modules.
        var modules = _files.Keys.Where(path => path.EndsWith(".js", StringComparison.Ordinal) && !html.Contains($"<script src=\"{path}\"", StringComparison.Ordinal));
        var links = string.Concat(modules.Order(StringComparer.Ordinal).Select(path => $"  <link rel=\"modulepreload\" href=\"{path}\">\n"));
        _files[Index] = new(Encoding.UTF8.GetBytes(html.Replace(EndOfHead, links + EndOfHead, StringComparison.Ordinal)), index.ContentType);
    }

    private static bool IsView(string path) =>
        path is Root or Root + "statistics" or Root + "comparison" or Root + "dependency" or Root + "traceViewer"
        || HasParts(path, TraceView, 1)
        || HasParts(path, ComparisonView, 2);

    /// <summary>Returns true for a path that continues <paramref name="start"/> with as many parts, none of them empty.</summary>
    private static bool HasParts(string path, string start, int count)
    {
        if (!path.StartsWith(start, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = path[start.Length..].Split('/');
        return parts.Length == count && !parts.Contains("");
    }

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
