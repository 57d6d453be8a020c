using System.Diagnostics;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Spans on their way from the threads that finish them to the one that posts them, in reports: a full one is taken at once, another
/// when its first span has waited for the flush interval.
/// </summary>
internal sealed class ReportQueue(int capacity, TimeSpan flushInterval)
{
    // All below is used under it, for no longer than it takes to copy a span.
    private readonly object _gate = new();
    private readonly Queue<Report> _full = [];

    private Report _filling = new();
    private Report? _spare;
    private int _waiting;
    private bool _ended;

    // Spans since the start: that came, that were posted or given up, and up to which a flush was asked for.
    private long _added;
    private long _done;
    private long _wanted;

    /// <returns>False when as many spans wait as may.</returns>
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

    /// <summary>Waits for the next report. Whoever takes it says <see cref="Done"/>.</summary>
    /// <returns>Null after the last.</returns>
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

                if (_ended && left is null)
                {
                    return null;
                }

                Monitor.Wait(_gate, left ?? Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>A report has been posted, or given up.</summary>
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

    /// <summary>Has all posted that has come, and waits until it is.</summary>
    /// <returns>False when the time was not enough.</returns>
    public bool Flush(TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            var all = _wanted = _added;
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

    /// <summary>Nothing more comes: what is there is taken at once, and then there is an end.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Until the report that is being filled has to go; null while it is empty.</summary>
    private TimeSpan? TimeLeft() => _filling.Count == 0 ? null
        : _ended || _done < _wanted ? TimeSpan.Zero
        : flushInterval - Stopwatch.GetElapsedTime(_filling.Since);

    private Report Replace()
    {
        var report = _filling;
        _filling = _spare ?? new Report();
        _spare = null;
        return report;
    }
}
