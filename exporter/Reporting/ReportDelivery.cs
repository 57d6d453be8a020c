using Microsoft.Extensions.Logging;

namespace ZipkinMesh.Exporter.Reporting;

/// <summary>
/// Delivers one report at a time. What the collector can't take now is retried, with growing pauses, until the process has to exit. What
/// it refuses is halved until the bad span is alone; only that span is lost.
/// </summary>
internal sealed partial class ReportDelivery(ISpanSender sender, ReporterStats stats, ShutdownSignal shutdown, ILogger logger)
{
    // Enough to find 25 bad spans among 1,000. A collector that refuses more of a report refuses its parts whole from then on.
    private const int MaxRefusals = 200;

    // A lone span on which the connection is lost so often, within 40 s, is taken for the reason.
    private const int MaxLoneInterruptions = 12;

    private readonly BackOff _backOff = new(Random.Shared);
    private readonly Stack<Range> _parts = [];
    private string _problem = "";
    private int _failures;
    private int _refusals;
    private int _interruptions;

    /// <summary>Gets the number of spans of the current report that were counted.</summary>
    public int Counted { get; private set; }

    /// <summary>Gets a value indicating that every post of the current report was answered, so nothing reads the report anymore.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Delivers a report, and counts each of its spans.</summary>
    /// <param name="report">The report.</param>
    /// <param name="whilePaused">Called in each pause.</param>
    public void Deliver(Report report, Action whilePaused)
    {
        Begin();
        var rejected = 0;
        _parts.Push(..report.Count);
        while (_parts.TryPop(out var part))
        {
            var count = part.End.Value - part.Start.Value;
            if (shutdown.HasPassed)
            {
                stats.AddUnsentReport(count);
                Counted += count;
                continue;
            }

            var result = sender.Post(report.Spans(part), shutdown.Passed);
            if (result.Outcome == PostOutcome.Accepted)
            {
                stats.AddSentReport(count);
                Counted += count;
                NoteAccepted(count);
                continue;
            }

            _problem = result.Problem;
            if (IsRefused(result.Outcome, count))
            {
                stats.AddRejectedReport(count);
                Counted += count;
                rejected += count;
                continue;
            }

            stats.AddRetry();
            Return(part, count, result.Outcome);
            if (result.Outcome != PostOutcome.BadSpans)
            {
                Pause(count, result, whilePaused);
            }
        }

        if (rejected > 0)
        {
            LogRejected(rejected, report.Count, _problem);
        }
    }

    private void Begin()
    {
        _parts.Clear();
        _backOff.Reset();
        (_failures, _refusals, _interruptions, Counted, IsAnswered) = (0, 0, 0, 0, true);
    }

    private void NoteAccepted(int count)
    {
        if (_failures > 0)
        {
            LogAccepted(count, _failures + 1);
            _failures = 0;
            _backOff.Reset();
        }
    }

    // Returns true when the spans are lost.
    private bool IsRefused(PostOutcome outcome, int count) => outcome switch
    {
        PostOutcome.Rejected => true,
        PostOutcome.BadSpans => ++_refusals > MaxRefusals || count == 1,
        PostOutcome.Interrupted => count == 1 && ++_interruptions == MaxLoneInterruptions,
        _ => false,
    };

    // Puts a part back for another attempt, in halves when its content may be the reason.
    private void Return(Range part, int count, PostOutcome outcome)
    {
        if (outcome == PostOutcome.Unavailable || count == 1)
        {
            _parts.Push(part);
            return;
        }

        var middle = part.Start.Value + (count / 2);
        _parts.Push(middle..part.End.Value);
        _parts.Push(part.Start.Value..middle);
    }

    private void Pause(int count, in PostResult result, Action whilePaused)
    {
        IsAnswered = false;
        if (_failures++ == 0)
        {
            LogRetrying(count, result.Problem);
        }

        whilePaused();
        shutdown.Wait(_backOff.Next(result.RetryAfter));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Collector unavailable; retrying a report of {Count} spans: {Problem}")]
    private partial void LogRetrying(int count, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Collector available; sent a report of {Count} spans at attempt {Attempt}.")]
    private partial void LogAccepted(int count, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The collector rejected {Count} of the {Total} spans of a report: {Problem}")]
    private partial void LogRejected(int count, int total, string problem);
}
