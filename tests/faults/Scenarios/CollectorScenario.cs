using ZipkinMesh.Faults.Servers;
using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Makes the collector fail while 500 requests a second are forwarded.</summary>
internal sealed class CollectorScenario(string name, string description, int seconds, Func<CollectorServer, CancellationToken, Task> fail)
    : Scenario(name, description)
{
    private const int PerSecond = 500;

    /// <summary>Gets the function that returns the request of a number.</summary>
    public Func<int, Request> Request { get; init; } = _ => Traffic.Request.Get();

    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync();
        var client = new LoadClient(bed.Port, PerSecond, connections: 20) { Request = Request };
        await Task.WhenAll(client.RunAsync(TimeSpan.FromSeconds(seconds), bed.Cancel), fail(bed.Collector, bed.Cancel));
        await bed.FlushAsync(client.Result.Answered + 1);
        return await bed.FinishAsync(client.Result);
    }
}
