using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace ZipkinMesh.Tests.Support;

/// <summary>
/// Takes spans as Zipkin does, hands each out once, and knows which ones nobody asked for. Its answers can be other than 202;
/// spans of a report that it answers otherwise don't count as arrived.
/// </summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly Channel<ReportedSpan> _spans = Channel.CreateUnbounded<ReportedSpan>();
    private readonly Queue<int> _statuses;
    private readonly RawServer _server;

    /// <param name="port">0 takes a free one.</param>
    /// <param name="statuses">What the first reports are answered; later ones are taken.</param>
    public FakeCollector(int port = 0, params int[] statuses)
    {
        _statuses = new Queue<int>(statuses);
        _server = new RawServer(port: port) { Answer = AnswerAsync };
    }

    public string Address => _server.Address;

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The next span that arrived.</summary>
    public async Task<ReportedSpan> TakeAsync()
    {
        using var bound = new CancellationTokenSource(Lines.Bound);
        try
        {
            return await _spans.Reader.ReadAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No span arrived. Is one not ended, or not recorded?");
        }
    }

    /// <summary>The next report, with the headers it came with, whatever it was answered.</summary>
    public Task<RawMessage> TakeReportAsync() => _server.TakeAsync();

    /// <summary>The spans that arrived and that nobody took.</summary>
    public IReadOnlyList<ReportedSpan> TakeRest()
    {
        var rest = new List<ReportedSpan>();
        while (_spans.Reader.TryRead(out var span))
        {
            rest.Add(span);
        }

        return rest;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(RawMessage report, RawConnection connection, CancellationToken over)
    {
        await Gate.WaitAsync(over);
        var status = _statuses.TryDequeue(out var other) ? other : 202;
        if (status == 202)
        {
            foreach (var span in JsonSerializer.Deserialize<ReportedSpan[]>(Encoding.Latin1.GetBytes(report.Body), JsonSerializerOptions.Web)!)
            {
                _spans.Writer.TryWrite(span);
            }
        }

        await RawServer.Status(status)(report, connection, over);
    }
}
