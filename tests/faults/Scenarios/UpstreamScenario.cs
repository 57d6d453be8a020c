using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Sends requests to an upstream that fails in one way. The responses must be Envoy's, and come as soon as Envoy's.</summary>
internal sealed class UpstreamScenario(string name, string description, Request request) : Scenario(name, description)
{
    private const int Requests = 20;
    private const int PerSecond = 20;

    // On a shared machine, a response that comes at once can take this long.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.5);

    /// <summary>Gets the responses, where ours differ from Envoy's on purpose; null for Envoy's.</summary>
    public string? Responses { get; init; }

    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync(spec => spec with { RouteTimeout = TimeSpan.FromSeconds(2) });
        var client = new LoadClient(bed.Port, PerSecond, connections: 4) { Request = _ => request, IsExpected = response => response.Status > 0, OnHead = bed.Upstream.SendBody };
        await client.RunAsync(TimeSpan.FromSeconds((double)Requests / PerSecond), bed.Cancel);
        await bed.FlushAsync(client.Result.Answered + 1);
        return await bed.FinishAsync(client.Result);
    }

    public override IEnumerable<string> Judge(Outcome ours, Outcome? envoy)
    {
        foreach (var problem in base.Judge(ours, envoy))
        {
            yield return problem;
        }

        if (envoy is not null && ours.Traffic.Responses != (Responses ?? envoy.Traffic.Responses))
        {
            yield return $"the responses are {ours.Traffic.Responses}; expected: {Responses ?? envoy.Traffic.Responses}";
        }

        if (envoy is not null && ours.Traffic.Slowest > envoy.Traffic.Slowest + Tolerance)
        {
            yield return $"the slowest response took {ours.Traffic.Slowest.TotalSeconds:0.00} s, Envoy's {envoy.Traffic.Slowest.TotalSeconds:0.00} s";
        }

        if (envoy is not null && ours.Traffic.SlowestHead > envoy.Traffic.SlowestHead + Tolerance)
        {
            yield return $"the headers took up to {ours.Traffic.SlowestHead.TotalSeconds:0.00} s, Envoy's {envoy.Traffic.SlowestHead.TotalSeconds:0.00} s";
        }
    }
}
