using System.Diagnostics;

namespace ZipkinMesh.Exporter.Reporting;

/// <summary>
/// Queues spans between the threads that finish them and the one that posts them. Spans are collected into reports: a full report is
/// due at once, a partial one when its first span has waited for the flush interval. The queue is bounded in spans and in bytes; the
/// oldest spans are dropped first.
/// </summary>
internal sealed class ReportQueue(QueueLimits limits, ReporterStats stats)
{
    // Guards all fields below. It is held for no longer than it takes to copy a span.
    private readonly object _gate = new();
    private readonly Queue<Report> _full = [];

    private Report _filling = New(limits);
    private Report? _spare;
    private int _waiting;
    private long _bytes;
    private bool _isCompleted;
    private bool _isClosed;

    // Numbers of spans since the start: added, posted or given up, and added when the last flush was requested.
    private long _added;
    private long _done;
    private long _flushed;

    /// <summary>Adds a span, and drops the oldest ones when the queue is full.</summary>
    public void Add(ReadOnlySpan<byte> span)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                stats.AddUnsent(1);
                return;
            }

            try
            {
                Append(span);
            }
            catch (OutOfMemoryException)
            {
                stats.AddDropped();
                Drop(_waiting / 2, _bytes / 2);
                return;
            }

            Drop(limits.MaxSpans, limits.MaxBytes);

            // The first span of a report starts the flush interval.
            if (_filling.Count <= 1)
            {
                Monitor.PulseAll(_gate);
            }
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
                if (_full.TryDequeue(out var report) || (left <= TimeSpan.Zero && (report = TakePartial()) is not null))
                {
                    _waiting -= report.Count;
                    _bytes -= report.SizeOf(..);
                    return report;
                }

                if (_isCompleted && left is null)
                {
                    _isClosed = true;
                    return null;
                }

                Monitor.Wait(_gate, left ?? Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Marks a report as handled: posted, or given up.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isReusable">False when a post may still read the report.</param>
    public void Done(Report report, bool isReusable = true)
    {
        lock (_gate)
        {
            _done += report.Count;
            if (isReusable)
            {
                Recycle(report);
            }

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

    /// <summary>Closes the queue: the spans that wait, and those that come later, count as unsent.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            stats.AddUnsent(_waiting);
            _done += _waiting;
            (_waiting, _bytes) = (0, 0);
            _full.Clear();
            _filling.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    private static Report New(QueueLimits limits) => new(limits.MaxReportSpans, limits.MaxReportBytes);

    private void Append(ReadOnlySpan<byte> span)
    {
        if (!_filling.HasRoomFor(span.Length))
        {
            _full.Enqueue(Replace());
        }

        _filling.Add(span);
        _waiting++;
        _added++;
        _bytes += span.Length;
        if (_filling.IsFull)
        {
            _full.Enqueue(Replace());
        }
    }

    private void Drop(int spans, long bytes)
    {
        for (; _waiting > spans || _bytes > bytes; stats.AddDropped())
        {
            var oldest = _full.Count > 0 ? _full.Peek() : _filling;
            _bytes -= oldest.DropFirst();
            _waiting--;
            _done++;
            if (oldest.Count > 0)
            {
                continue;
            }

            if (_full.Count > 0)
            {
                _full.Dequeue();
            }

            Recycle(oldest);
        }
    }

    private void Recycle(Report report)
    {
        report.Clear();
        if (!ReferenceEquals(report, _filling))
        {
            _spare = report;
        }
    }

    /// <summary>Returns the time until the report that is being filled is due; null while it is empty.</summary>
    private TimeSpan? TimeLeft() => _filling.Count == 0 ? null
        : _isCompleted || _done < _flushed ? TimeSpan.Zero
        : limits.FlushInterval - Stopwatch.GetElapsedTime(_filling.FirstAdded);

    private Report TakePartial()
    {
        if (!_isCompleted && _done >= _flushed)
        {
            stats.AddTimerFlush();
        }

        return Replace();
    }

    private Report Replace()
    {
        var next = _spare ?? New(limits);
        var report = _filling;
        _filling = next;
        _spare = null;
        return report;
    }
}
