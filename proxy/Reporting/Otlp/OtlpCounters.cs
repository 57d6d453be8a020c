using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>
/// Counts the spans of the OTLP exporter by their fate. Every finished span is exactly one of sent, failed, dropped, unsent and still
/// waiting. OpenTelemetry keeps such counts to itself, so the number of waiting spans is limited here: its own queue, which is no smaller,
/// never drops one.
/// </summary>
internal sealed class OtlpCounters
{
    private readonly Lock _gate = new();
    private long _made;
    private long _waiting;
    private long _sent;
    private long _failed;
    private long _dropped;
    private long _unsent;
    private bool _isClosed;

    /// <summary>Gets the number of spans that were finished.</summary>
    public long Made => Interlocked.Read(ref _made);

    /// <summary>Gets the number of spans that are queued or being exported.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Gets the number of spans that the collector accepted (Envoy's <c>tracing.opentelemetry.spans_sent</c>).</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Gets the number of spans in exports that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Gets the number of spans that were dropped because the queue was full or the memory ran out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gets the number of spans that couldn't be exported before the process had to exit.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    /// <summary>Gets the number of batches that the collector accepted.</summary>
    public Counter BatchesSent { get; } = new();

    /// <summary>Gets the number of batches whose export failed.</summary>
    public Counter BatchesFailed { get; } = new();

    /// <summary>Gets the number of batches that weren't full: the schedule delay had passed, or the proxy stopped.</summary>
    public Counter PartialBatches { get; } = new();

    /// <summary>Counts a finished span, which waits from now on.</summary>
    /// <param name="limit">The number of spans that can wait.</param>
    /// <returns>False when the span must be dropped, and has been counted so.</returns>
    public bool TryAdd(int limit)
    {
        lock (_gate)
        {
            _made++;
            if (_isClosed)
            {
                _unsent++;
                return false;
            }

            if (_waiting >= limit)
            {
                _dropped++;
                return false;
            }

            _waiting++;
            return true;
        }
    }

    /// <summary>Counts a span that was added as dropped.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _waiting--;
            _dropped++;
        }
    }

    /// <summary>Counts the spans of an export that has ended. They don't count again when the process didn't wait for it.</summary>
    public void EndExport(long spans, bool isAccepted)
    {
        (isAccepted ? BatchesSent : BatchesFailed).Increment();
        lock (_gate)
        {
            if (!_isClosed)
            {
                _waiting -= spans;
                (isAccepted ? ref _sent : ref _failed) += spans;
            }
        }
    }

    /// <summary>Counts the spans that still wait, and those that are finished later, as unsent.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _unsent += _waiting;
            _waiting = 0;
        }
    }
}
