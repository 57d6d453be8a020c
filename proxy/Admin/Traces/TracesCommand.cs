using System.Globalization;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Admin.Pages;
using ZipkinMesh.Proxy.RecentRequests;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Admin.Traces;

/// <summary>
/// Shows the last requests of this proxy, the latest first, with their ids: as a page that renews itself, or as JSON. Envoy has no such
/// command.
/// </summary>
internal sealed class TracesCommand(RecentRequestLog log, TraceLinks links) : AdminCommand(
    "/traces",
    "print the last requests and their traces",
    new AdminParameter("format", "Format to use; One of") { Choices = ["html", "json"] },
    new AdminParameter("filter", "Text that a request contains, in any letter case: a part of its path, its status, a flag, or an id"),
    new AdminParameter("limit", $"The number of requests, 1 to {RecentRequestLog.Capacity}"))
{
    private readonly Lazy<AdminPage> _page = new(TracesPage.Create);

    public override Task RunAsync(AdminRequest request)
    {
        switch (request.Find("format") ?? "html")
        {
            case "html":
                return _page.Value.RespondAsync(request);
            case "json" when TryReadLimit(request.Find("limit"), out var limit):
                var matches = log.Read().Where(new TraceFilter(request.Find("filter")).Matches).Take(limit);
                return request.RespondAsync(json => TracesJson.Write(json, log.Count, matches, links));
            case "json":
                return request.RespondAsync(StatusCodes.Status400BadRequest, $"limit must be 1 to {RecentRequestLog.Capacity}\n");
            default:
                return request.RespondAsync(StatusCodes.Status400BadRequest, "usage: /traces?format=html|json\n");
        }
    }

    private static bool TryReadLimit(string? text, out int limit)
    {
        limit = RecentRequestLog.Capacity;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= RecentRequestLog.Capacity);
    }
}
