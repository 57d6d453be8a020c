using System.Net;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Http;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>
/// Protects the proxy from requests that its operator didn't make: those of other machines, and those that a page makes in the operator's
/// browser.
/// </summary>
internal sealed class RequestGuard(AdminOptions options)
{
    private readonly IReadOnlyList<IPNetwork> _allowed = CidrRangesAttribute.Parse(options.AllowChangesFrom)!;

    /// <summary>
    /// Returns the error message for a foreign host on a loopback address, otherwise null. A page can let the name of its own site resolve to
    /// 127.0.0.1 (DNS rebinding); then the browser gives it the responses.
    /// </summary>
    public static string? FindForeignHost(HttpContext context) =>
        context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address) && !LocalHost.IsLocal(context.Request.Host.Host)
            ? $"Host '{ControlCharacters.Escape(context.Request.Host.Value ?? "")}' is not allowed on a loopback address; allowed: {LocalHost.Allowed}\n"
            : null;

    /// <summary>Returns the error message for a request that may not change the state of the proxy, otherwise null.</summary>
    public string? FindProblem(HttpContext context)
    {
        if (IsCrossSite(context.Request))
        {
            return "cross-site requests are not allowed\n";
        }

        var client = context.Connection.RemoteIpAddress;
        return client is null || (!IPAddress.IsLoopback(client) && !_allowed.Any(range => range.Contains(Unmapped(client))))
            ? $"changes from {client} are not allowed; see {AdminOptions.Section.PathOf(nameof(options.AllowChangesFrom))}\n"
            : null;
    }

    // Browsers say where a request comes from: all current ones by Sec-Fetch-Site, and for POST by Origin.
    private static bool IsCrossSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site, ..])
        {
            return site is not ("same-origin" or "none");
        }

        return request.Headers.Origin is [{ Length: > 0 } origin, ..]
            && !origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
