using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Makes the proxy unhealthy: /ready responds with 503, and responses close their connections.</summary>
internal sealed class HealthCheckFailCommand(DrainManager drain) : AdminCommand("/healthcheck/fail", "cause the server to fail health checks")
{
    public override bool ChangesState => true;

    public override Task RunAsync(AdminRequest request)
    {
        drain.HealthCheckFailed = true;
        return request.RespondAsync("OK\n");
    }
}
