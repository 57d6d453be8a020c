using System.Diagnostics;
using ZipkinMesh.Fuzz.Targets;

namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Makes an input that failed smaller: removes parts as long as the same exception is thrown at the same place.</summary>
internal static class Shrinker
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static Failure Shrink(FuzzTarget target, Failure failure)
    {
        var start = Stopwatch.GetTimestamp();
        var best = failure;
        for (var size = failure.Input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= best.Input.Length && Stopwatch.GetElapsedTime(start) < Limit;)
            {
                byte[] smaller = [.. best.Input[..at], .. best.Input[(at + size)..]];
                if (Problem(target, smaller) is { } problem && IsSame(problem, failure.Problem))
                {
                    best = failure with { Input = smaller, Problem = problem };
                }
                else
                {
                    at += size;
                }
            }
        }

        return best;
    }

    private static bool IsSame(Exception a, Exception b) =>
        a.GetType() == b.GetType() && new StackTrace(a).GetFrame(1)?.GetMethod() == new StackTrace(b).GetFrame(1)?.GetMethod();

    private static Exception? Problem(FuzzTarget target, byte[] input)
    {
        try
        {
            Meter.Run(target, input);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
