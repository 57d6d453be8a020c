using ZipkinMesh.Faults.Attacks;
using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>
/// Runs a client that attacks through HTTP/2 beside a client that expects to be served. A connection that the proxy closes is opened again.
/// </summary>
internal sealed class HostileHttp2Scenario(Attack attack) : Scenario($"http2-{attack.Name}", $"HTTP/2: a client {attack.Description}")
{
    // What a connection costs to attack again.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        await bed.StartFrontAsync();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(bed.Cancel);
        var attacking = Task.WhenAll(Enumerable.Range(0, attack.Connections).Select(_ => AttackAsync(bed.Port, time.Token)));
        var good = new LoadClient(bed.Port, perSecond: 100, connections: 5);
        await good.RunAsync(Duration, bed.Cancel);
        await time.CancelAsync();
        await attacking;
        await bed.FlushAsync(good.Result.Answered + 1);
        return await bed.FinishAsync(good.Result);
    }

    private async Task AttackAsync(int port, CancellationToken cancel)
    {
        try
        {
            while (await attack.RunAsync(port, cancel))
            {
                await Task.Delay(Pause, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up.
        }
    }
}
