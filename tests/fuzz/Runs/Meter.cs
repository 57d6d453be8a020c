using System.Diagnostics;
using ZipkinMesh.Fuzz.Targets;

namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Runs a target on one input, and measures the parser.</summary>
internal static class Meter
{
    private const int Attempts = 3;

    private static readonly TimeSpan MaxTimePerByte = TimeSpan.FromMicroseconds(20);

    /// <summary>Checks the rules of the target, the time, and the allocations.</summary>
    /// <exception cref="OracleException">A rule is broken.</exception>
    public static Outcome Run(FuzzTarget target, byte[] input)
    {
        var outcome = target.Check(input);
        var maxTime = target.MaxTime + (input.Length * MaxTimePerByte);
        var maxBytes = target.MaxAllocation + ((long)input.Length * target.MaxAllocationPerByte);
        var (time, bytes) = (TimeSpan.MaxValue, long.MaxValue);
        for (var attempt = 0; attempt < Attempts && (time > maxTime || bytes > maxBytes); attempt++)
        {
            var (allocated, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            target.Parse(input);
            time = Min(time, Stopwatch.GetElapsedTime(start));
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        OracleException.ThrowUnless(time <= maxTime, $"{input.Length} bytes take at most {maxTime.TotalMilliseconds:0} ms; they took {time.TotalMilliseconds:0} ms");
        OracleException.ThrowUnless(bytes <= maxBytes, $"{input.Length} bytes allocate at most {maxBytes} bytes; they allocated {bytes}");
        return outcome;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
