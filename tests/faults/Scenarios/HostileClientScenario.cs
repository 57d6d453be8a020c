using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>
/// Runs a client with 58 KB of headers at 300 requests a second beside a client that expects to be served, with the heap of a container of
/// 256 MB. Another fault may come on top.
/// </summary>
internal sealed class HostileClientScenario(string name, string description, bool collectorIsAway) : Scenario(name, description)
{
    // 192 MiB, in hexadecimal: three quarters of the container's memory, as the runtime would choose there.
    private static readonly Dictionary<string, string> Container = new() { ["DOTNET_GCHeapHardLimit"] = "C000000" };
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync(environment: Container);
        if (collectorIsAway)
        {
            await bed.Collector.CloseAsync();
        }

        var hostile = new LoadClient(bed.Port, perSecond: 300, connections: 20)
        {
            Request = _ => Request.Get("/", $"User-Agent: {new string('a', 58_000)}"),
            IsExpected = _ => true,
        };
        var good = new LoadClient(bed.Port, perSecond: 100, connections: 5);
        await Task.WhenAll(hostile.RunAsync(Duration, bed.Cancel), good.RunAsync(Duration, bed.Cancel));
        if (collectorIsAway)
        {
            bed.Collector.Open();
        }

        await bed.FlushAsync(good.Result.Answered + hostile.Result.Answered + 1);
        return await bed.FinishAsync(good.Result, hostile.Result.Answered);
    }
}
