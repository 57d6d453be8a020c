using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Drains listeners while the program goes on. Nothing opens them again.</summary>
internal sealed class DrainListenersCommand(DrainManager drain)
    : AdminCommand("/drain_listeners", "drain listeners", Graceful, SkipExit, InboundOnly)
{
    private static readonly AdminParameter Graceful = new(
        "graceful",
        "When draining listeners, enter a graceful drain period (Drain:DrainTime) prior to closing listeners")
    { IsFlag = true };

    private static readonly AdminParameter SkipExit = new(
        "skip_exit",
        "When draining listeners, drain the connections but never stop the listeners. The graceful parameter has no effect when this is set")
    { IsFlag = true };

    private static readonly AdminParameter InboundOnly = new(
        "inboundonly",
        "Drains all inbound listeners. Direction in Listeners determines whether a listener is inbound or outbound")
    { IsFlag = true };

    public override bool ChangesState => true;

    public override Task RunAsync(AdminRequest request)
    {
        TrafficDirection? direction = request.Has(InboundOnly.Name) ? TrafficDirection.Inbound : null;
        if (request.Has(SkipExit.Name))
        {
            drain.CloseConnections(direction);
        }
        else if (request.Has(Graceful.Name))
        {
            _ = drain.CloseListenersGracefullyAsync(direction);
        }
        else
        {
            drain.CloseListeners(direction);
        }

        return request.RespondAsync("OK\n");
    }
}
