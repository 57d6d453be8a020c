using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Admin.Pages;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Shows the page with all commands.</summary>
internal sealed class HomeCommand(CommandTable table) : AdminCommand("/", "Admin home page")
{
    private readonly Lazy<AdminPage> _page = new(() => HomePage.Create(table.All));

    public override Task RunAsync(AdminRequest request) => _page.Value.RespondAsync(request);
}
