using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Limits the traces that begin in a second; see <see cref="TracingOptions.MaxTracesPerSecond"/>. It is a token bucket that holds a second's
/// traces, kept as the one time at which it will be full again (the generic cell rate algorithm), so that threads need no lock.
/// </summary>
internal sealed class TraceRateLimit(int perSecond, TimeProvider time)
{
    private readonly long _second = time.TimestampFrequency;
    private readonly long _interval = Math.Max(1, time.TimestampFrequency / perSecond);
    private long _full = long.MinValue;

    /// <summary>Returns the limit that is configured; null for none.</summary>
    public static TraceRateLimit? From(TracingOptions? options, TimeProvider time) =>
        options is { MaxTracesPerSecond: > 0 and var perSecond } ? new TraceRateLimit(perSecond, time) : null;

    /// <summary>Counts a trace that begins now.</summary>
    /// <returns>False when there are too many already.</returns>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        while (true)
        {
            var full = Volatile.Read(ref _full);
            var next = Math.Max(full, now) + _interval;
            if (next - now > _second)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _full, next, full) == full)
            {
                return true;
            }
        }
    }
}
