using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Shows the state of the proxy, with a status that load balancers and probes understand.</summary>
internal sealed class ReadyCommand(ServerStatus status) : AdminCommand("/ready", "print server state, return 200 if LIVE, otherwise return 503")
{
    public override Task RunAsync(AdminRequest request) => request.RespondAsync(
        status.State == ServerState.Live ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
        $"{status.StateName}\n");
}
