using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Makes all counters begin again at 0.</summary>
internal sealed class ResetCountersCommand(StatsReader reader) : AdminCommand("/reset_counters", "reset all counters to zero")
{
    public override bool ChangesState => true;

    public override Task RunAsync(AdminRequest request)
    {
        reader.ResetCounters();
        return request.RespondAsync("OK\n");
    }
}
