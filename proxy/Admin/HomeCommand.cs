using System.Text;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Shows the page with all commands.</summary>
internal sealed class HomeCommand(CommandTable table) : AdminCommand("/", "Admin home page")
{
    private readonly Lazy<byte[]> _page = new(() => Encoding.UTF8.GetBytes(HomePage.Write(table.All)));

    public override Task RunAsync(AdminRequest request)
    {
        request.Context.Response.Headers.ContentSecurityPolicy = HomePage.SecurityPolicy;
        request.Context.Response.Headers["Referrer-Policy"] = "same-origin";
        return request.RespondAsync(StatusCodes.Status200OK, "text/html; charset=UTF-8", _page.Value);
    }
}
