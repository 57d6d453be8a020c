using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace ZipkinMesh.App;

/// <summary>
/// One line a request, in Werkzeug's form and local time:
/// <code>127.0.0.1 - - [20/Sep/2022 09:22:45] "GET /trace/2 HTTP/1.1" 200 -</code>
/// </summary>
internal sealed class RequestLog(TextWriter output, TimeProvider clock)
{
    public async Task WriteAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            output.WriteLine(Format(
                context.Connection.RemoteIpAddress?.ToString() ?? "-", clock.GetLocalNow(),
                $"{context.Request.Method} {target} {context.Request.Protocol}", context.Response.StatusCode));
        }
    }

    internal static string Format(string client, DateTimeOffset time, string request, int status) => string.Create(
        CultureInfo.InvariantCulture, $"{client} - - [{time:dd'/'MMM'/'yyyy HH':'mm':'ss}] \"{Escape(request)}\" {status} -");

    // A request can't forge a line or reach the terminal: control characters are shown as \x1b, a backslash as two.
    private static string Escape(string request)
    {
        if (!request.Any(c => c == '\\' || char.IsControl(c)))
        {
            return request;
        }

        var escaped = new StringBuilder();
        foreach (var c in request)
        {
            _ = c == '\\' ? escaped.Append(@"\\")
                : char.IsControl(c) ? escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}")
                : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
