using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Sends an all-zero trace id among ten requests. Zipkin rejects a report with such a span.</summary>
internal sealed class ZeroTraceIdScenario() : Scenario("zero-trace-id", "an all-zero trace id among ten requests")
{
    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync();
        var client = new LoadClient(bed.Port, perSecond: 100, connections: 1)
        {
            Request = number => number == 5
                ? Request.Get("/", "x-b3-traceid: 0000000000000000", "x-b3-spanid: 0000000000000001", "x-b3-sampled: 1")
                : Request.Get(),
        };
        await client.RunAsync(TimeSpan.FromMilliseconds(100), bed.Cancel);
        await bed.FlushAsync(client.Result.Answered + 1);
        return await bed.FinishAsync(client.Result);
    }
}
