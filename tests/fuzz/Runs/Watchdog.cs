using System.Diagnostics;

namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Ends the program when a parser doesn't return: no exception can leave it.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Timer _timer;

    public Watchdog(IReadOnlyList<TargetRun> runs) => _timer = new Timer(_ => Look(runs), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public void Dispose() => _timer.Dispose();

    private static void Look(IReadOnlyList<TargetRun> runs)
    {
        foreach (var run in runs)
        {
            if (run.BusySince is var since and > 0 && Stopwatch.GetElapsedTime(since) > Limit)
            {
                var failure = new Failure(run.LastInput, new TimeoutException($"no result within {Limit.TotalSeconds:0} s"), run.Executions);
                FuzzReport.Print(run, failure);
                Console.WriteLine("0 passed, 1 failed");
                Environment.Exit(1);
            }
        }
    }
}
