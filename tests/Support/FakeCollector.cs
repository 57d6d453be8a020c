using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ZipkinMesh.Tests.Support.Backends;

namespace ZipkinMesh.Tests.Support;

/// <summary>
/// Accepts reports as Zipkin does and returns each span to the test once. It can respond with a status other than 202; the spans of
/// such a report are discarded. A report that another backend would reject fails the test on disposal.
/// </summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly Channel<ReportedSpan> _spans = Channel.CreateUnbounded<ReportedSpan>();
    private readonly Queue<int> _statuses;
    private readonly RawServer _server;

    /// <param name="port">The port; 0 for any free port.</param>
    /// <param name="statuses">The statuses of the first responses; later reports get 202.</param>
    public FakeCollector(int port = 0, params int[] statuses)
    {
        _statuses = new Queue<int>(statuses);
        _server = new RawServer(port: port) { Handler = HandleAsync };
    }

    public string Address => _server.Address;

    /// <summary>Gets or sets a task that every response waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Returns the next accepted span, and waits until there is one.</summary>
    public async Task<ReportedSpan> TakeAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        try
        {
            return await _spans.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No span arrived. Was it never ended, or never recorded?");
        }
    }

    /// <summary>Returns the next report as received, whether it was accepted or not.</summary>
    public Task<RawMessage> TakeReportAsync() => _server.TakeAsync();

    /// <summary>Returns the accepted spans that the test has not taken yet.</summary>
    public IReadOnlyList<ReportedSpan> TakeRemaining()
    {
        var spans = new List<ReportedSpan>();
        while (_spans.Reader.TryRead(out var span))
        {
            spans.Add(span);
        }

        return spans;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(RawMessage report, RawConnection connection, CancellationToken cancel)
    {
        if (!report.StartLine.StartsWith("POST ", StringComparison.Ordinal))
        {
            // Checks whether a collector is there.
            await RawServer.Status(200)(report, connection, cancel);
            return;
        }

        if (ReportRules.FindViolations(report) is { Count: > 0 } violations)
        {
            throw new InvalidDataException(string.Join('\n', violations));
        }

        await Gate.WaitAsync(cancel);
        var status = _statuses.TryDequeue(out var next) ? next : 202;
        if (status == 202)
        {
            foreach (var span in JsonSerializer.Deserialize<ReportedSpan[]>(Encoding.Latin1.GetBytes(report.Body), JsonSerializerOptions.Web)!)
            {
                _spans.Writer.TryWrite(span);
            }
        }

        await RawServer.Status(status)(report, connection, cancel);
    }
}
