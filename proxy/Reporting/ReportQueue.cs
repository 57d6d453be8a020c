using System.Diagnostics;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Queues spans between the threads that finish them and the one that posts them. Spans are collected into reports: a full report is
/// due at once, a partial one when its first span has waited for the flush interval.
/// </summary>
internal sealed class ReportQueue(int capacity, TimeSpan flushInterval)
{
    // Guards all fields below. It is held for no longer than it takes to copy a span.
    private readonly object _gate = new();
    private readonly Queue<Report> _full = [];

    private Report _filling = new();
    private Report? _spare;
    private int _waiting;
    private bool _isCompleted;

    // Numbers of spans since the start: added, posted or given up, and added when the last flush was requested.
    private long _added;
    private long _done;
    private long _flushed;

    /// <summary>Adds a span.</summary>
    /// <returns>False when the queue is full.</returns>
    public bool TryAdd(ReadOnlySpan<byte> span)
    {
        lock (_gate)
        {
            if (_waiting == capacity)
            {
                return false;
            }

            _waiting++;
            _added++;
            _filling.Add(span);
            if (_filling.Count == Report.MaxCount)
            {
                _full.Enqueue(Replace());
            }

            // The first span of a report starts the flush interval.
            if (_filling.Count <= 1)
            {
                Monitor.PulseAll(_gate);
            }

            return true;
        }
    }

    /// <summary>Waits for the next report. The caller must call <see cref="Done"/> when it has been handled.</summary>
    /// <returns>Null after the last report of a completed queue.</returns>
    public Report? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                var left = TimeLeft();
                if (_full.TryDequeue(out var report) || (left <= TimeSpan.Zero && (report = Replace()) is not null))
                {
                    _waiting -= report.Count;
                    return report;
                }

                if (_isCompleted && left is null)
                {
                    return null;
                }

                Monitor.Wait(_gate, left ?? Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Marks a report as handled: posted, or given up.</summary>
    public void Done(Report report)
    {
        lock (_gate)
        {
            _done += report.Count;
            report.Clear();
            _spare = report;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Flushes everything queued and waits for it.</summary>
    /// <returns>False when the time limit passed first.</returns>
    public bool Flush(TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            var all = _flushed = _added;
            Monitor.PulseAll(_gate);
            while (_done < all)
            {
                var left = limit - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, left);
            }

            return true;
        }
    }

    /// <summary>Completes the queue; remaining spans drain immediately.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns the time until the report that is being filled is due; null while it is empty.</summary>
    private TimeSpan? TimeLeft() => _filling.Count == 0 ? null
        : _isCompleted || _done < _flushed ? TimeSpan.Zero
        : flushInterval - Stopwatch.GetElapsedTime(_filling.FirstAdded);

    private Report Replace()
    {
        var report = _filling;
        _filling = _spare ?? new Report();
        _spare = null;
        return report;
    }
}
