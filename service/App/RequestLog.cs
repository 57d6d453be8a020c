using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.App;

/// <summary>
/// Logs one line per request, in the format of Werkzeug and in local time:
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

    // A backslash becomes two, so that an escaped character can't be forged.
    private static string Escape(string request) => ControlCharacters.Escape(request.Replace(@"\", @"\\", StringComparison.Ordinal));
}
