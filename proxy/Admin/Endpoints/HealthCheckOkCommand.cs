using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Ends what <see cref="HealthCheckFailCommand"/> began.</summary>
internal sealed class HealthCheckOkCommand(DrainManager drain) : AdminCommand("/healthcheck/ok", "cause the server to pass health checks")
{
    public override bool ChangesState => true;

    public override Task RunAsync(AdminRequest request)
    {
        drain.HealthCheckFailed = false;
        return request.RespondAsync("OK\n");
    }
}
