using Microsoft.Extensions.Hosting;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Ends the program as SIGTERM does: the listeners drain, and the spans are flushed.</summary>
internal sealed class QuitCommand(IHostApplicationLifetime lifetime) : AdminCommand("/quitquitquit", "exit the server")
{
    public override bool ChangesState => true;

    public override async Task RunAsync(AdminRequest request)
    {
        await request.RespondAsync("OK\n");
        lifetime.StopApplication();
    }
}
