using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Runs the command of each request, or responds why it doesn't, with Envoy's statuses and texts.</summary>
internal sealed partial class AdminRouter(CommandTable table, AllowedPaths paths, RequestGuard guard, ILogger<AdminRouter> logger)
{
    // Parameters in a form.
    private const int MaxBodySize = 64 * 1024;

    public async Task RouteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache, max-age=0";
        headers.XContentTypeOptions = "nosniff";
        headers.Server = "yarp";

        var request = new AdminRequest(context, []);
        var target = context.Request.Path.Value + context.Request.QueryString.Value;
        if (RequestGuard.FindForeignHost(context) is { } problem)
        {
            await request.RespondAsync(StatusCodes.Status403Forbidden, problem);
        }
        else if (!paths.Allow(target))
        {
            await request.RespondAsync(StatusCodes.Status403Forbidden, $"request to path {target} not allowed");
        }
        else if (!table.TryFind(context.Request.Path.Value ?? "", out var command))
        {
            await request.RespondAsync(StatusCodes.Status404NotFound, "invalid path. " + table.ToText());
        }
        else if (command.ChangesState && !HttpMethods.IsPost(context.Request.Method))
        {
            headers.Allow = HttpMethods.Post;
            await request.RespondAsync(StatusCodes.Status405MethodNotAllowed, $"Method {context.Request.Method} not allowed, POST required.");
        }
        else if (command.ChangesState && guard.FindProblem(context) is { } rejection)
        {
            await request.RespondAsync(StatusCodes.Status403Forbidden, rejection);
        }
        else
        {
            await RunAsync(command, context);
        }
    }

    private async Task RunAsync(AdminCommand command, HttpContext context)
    {
        try
        {
            await command.RunAsync(new AdminRequest(context, await ReadParametersAsync(context)));
        }
        catch (Exception e) when (e is not (BadHttpRequestException or OperationCanceledException or IOException))
        {
            // Kestrel responds with 500. Its own log is off.
            LogFailed(e, command.Path);
            throw;
        }
    }

    // As in Envoy, a form counts only without a query.
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadParametersAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value;
        if (string.IsNullOrEmpty(query) && context.Request.HasFormContentType)
        {
            using var body = new StreamReader(context.Request.Body);
            var text = new char[MaxBodySize];
            query = new string(text, 0, await body.ReadBlockAsync(text, context.RequestAborted));
        }

        return Parse(query);
    }

    private static List<KeyValuePair<string, string>> Parse(string? query)
    {
        List<KeyValuePair<string, string>> parameters = [];
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            parameters.Add(new(parameter.DecodeName().ToString(), parameter.DecodeValue().ToString()));
        }

        return parameters;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unhandled exception in the admin command {Path}.")]
    private partial void LogFailed(Exception exception, string path);
}
