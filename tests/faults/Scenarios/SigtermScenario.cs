using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Sends SIGTERM to the front proxy right after the last of three responses.</summary>
internal sealed class SigtermScenario() : Scenario("sigterm", "SIGTERM right after three requests")
{
    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync();
        var client = new LoadClient(bed.Port, perSecond: 1000, connections: 1);
        await client.RunAsync(TimeSpan.FromMilliseconds(3), bed.Cancel);
        return await bed.FinishAsync(client.Result);
    }
}
