using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>
/// Sends SIGTERM to the front proxy under load: 200 requests a second over 20 keep-alive connections. A request fails when it was sent
/// and not answered; a closed port ends the load.
/// </summary>
internal sealed class DrainScenario() : Scenario("drain", "SIGTERM at 200 requests a second")
{
    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync();
        var client = new LoadClient(bed.Port, perSecond: 200, connections: 20) { StopsWhenRefused = true };
        var load = client.RunAsync(TimeSpan.FromSeconds(20), bed.Cancel);
        await client.Result.WaitForAsync(400, bed.Cancel);
        bed.Front.Signal(Posix.SigTerm);
        await load;
        return await bed.CollectAsync(client.Result);
    }
}
