using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Makes the collector fail while 500 requests a second are forwarded.</summary>
/// <param name="name">The name by which <c>--only</c> selects it.</param>
/// <param name="description">The fault in a few words, for the report.</param>
/// <param name="seconds">The time of the traffic.</param>
/// <param name="fail">Makes the collector fail, by the number of requests so far.</param>
internal sealed class CollectorScenario(string name, string description, int seconds, Func<TestBed, TrafficResult, Task> fail)
    : Scenario(name, description)
{
    /// <summary>The rate of the requests.</summary>
    public const int PerSecond = 500;

    /// <summary>Gets the function that returns the request of a number.</summary>
    public Func<int, Request> Request { get; init; } = _ => Traffic.Request.Get();

    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync();
        var client = new LoadClient(bed.Port, PerSecond, connections: 20) { Request = Request };
        await Task.WhenAll(client.RunAsync(TimeSpan.FromSeconds(seconds), bed.Cancel), fail(bed, client.Result));
        await bed.FlushAsync(client.Result.Answered + 1);
        return await bed.FinishAsync(client.Result);
    }
}
