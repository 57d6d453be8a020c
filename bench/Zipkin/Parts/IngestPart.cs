using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.ZipkinBench.Load;
using ZipkinMesh.ZipkinBench.Processes;
using ZipkinMesh.ZipkinBench.Reports;

namespace ZipkinMesh.ZipkinBench.Parts;

/// <summary>
/// How many spans a server takes: the same messages to each, round by round. A round counts only when each message was answered
/// 202 and all its spans were stored.
/// </summary>
internal sealed class IngestPart(Pair pair, Traffic traffic, BenchOptions options)
{
    private const int Connections = 4;
    private const int ProbedTraces = 40;
    private static readonly TimeSpan MostSettle = TimeSpan.FromSeconds(30);

    // Posted so far; the same to both.
    private long _spans;

    /// <summary>Fills the storages to what the options say.</summary>
    public async Task<List<Figure>> RunAsync(CancellationToken cancel)
    {
        // One more round of each format comes before those that count, for the real server to compile.
        var rounds = 2 * (options.Rounds + 1);
        var spansPerRound = options.Spans / rounds / Traffic.SpansPerBlock * Traffic.SpansPerBlock;
        var figures = new List<Figure>();
        foreach (var format in Enum.GetValues<MessageFormat>())
        {
            var (rates, cpu) = (NewValues(), NewValues());
            for (var round = 0; round <= options.Rounds; round++)
            {
                var spans = format == MessageFormat.Protobuf && round == options.Rounds ? options.Spans - (int)_spans : spansPerRound;
                Bench.Say($"{format}, round {round}: {spans} spans");
                foreach (var (server, run) in await PostAsync(format, spans, cancel))
                {
                    if (round > 0)
                    {
                        rates[server].Add(run.SpansPerSecond);
                        cpu[server].Add(run.CpuSecondsPerMillion);
                    }
                }
            }

            figures.Add(Figure.Median($"ingest, {format}", "spans/s", rates, Bound.LeastRatio(2, "at least twice")));
            figures.Add(Figure.Median($"ingest, {format}: processor time", "s per 1M spans", cpu));
        }

        return figures;
    }

    /// <summary>When each message makes older traces go.</summary>
    public async Task<Figure> RunFullAsync(CancellationToken cancel)
    {
        var rates = NewValues();
        for (var round = 0; round < options.Rounds; round++)
        {
            Bench.Say($"ingest into a full storage, round {round}");
            foreach (var (server, run) in await PostAsync(MessageFormat.Json, options.Spans / 5, cancel))
            {
                rates[server].Add(run.SpansPerSecond);
            }
        }

        return Figure.Median("ingest, Json, full storage", "spans/s", rates, Bound.LeastRatio(2, "at least twice"));
    }

    /// <summary>As many spans as told, rounded up to whole blocks, to each server.</summary>
    /// <exception cref="BenchException"/>
    public async Task<Dictionary<ServerKind, IngestRun>> PostAsync(MessageFormat format, int spans, CancellationToken cancel)
    {
        var firstTrace = traffic.Traces;
        var requests = new List<byte[]>();
        for (var made = 0; made < spans; made += Traffic.SpansPerBlock)
        {
            requests.AddRange(traffic.NextBlock().Select(message => RawConnection.Request(
                format, format == MessageFormat.Json ? JsonMessage.Write(message) : ProtobufMessage.Write(message))));
        }

        _spans += requests.Count * Traffic.SpansPerMessage;
        var runs = new Dictionary<ServerKind, IngestRun>();
        foreach (var server in pair.InTurn(firstTrace / (Traffic.SpansPerBlock / Traffic.SpansPerTrace)))
        {
            GC.Collect();
            var before = server.Cpu;
            var clock = Stopwatch.StartNew();
            await SendAsync(server, requests, cancel);
            while (await CountAsync(server, traffic.Traces - 1, cancel) != Traffic.SpansPerTrace && clock.Elapsed < MostSettle)
            {
                await Task.Delay(1, cancel);
            }

            var time = clock.Elapsed;
            await VerifyAsync(server, firstTrace, cancel);
            runs[server.Kind] = new(requests.Count * Traffic.SpansPerMessage, time, server.Cpu - before);
        }

        return runs;
    }

    private static Dictionary<ServerKind, List<double>> NewValues() => new() { [ServerKind.Ours] = [], [ServerKind.Real] = [] };

    private static async Task SendAsync(Server server, List<byte[]> requests, CancellationToken cancel)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                using var connection = new RawConnection();
                await connection.ConnectAsync(server.Port, cancel);
                for (var i = Interlocked.Increment(ref next); i < requests.Count; i = Interlocked.Increment(ref next))
                {
                    var status = await connection.PostAsync(requests[i], cancel);
                    if (status != 202)
                    {
                        throw new BenchException($"the {server.Kind} server answered a message {status}");
                    }
                }
            },
            cancel)));
    }

    private async Task VerifyAsync(Server server, int firstTrace, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        while (await MissingAsync(server, firstTrace, cancel) is { } missing)
        {
            if (clock.Elapsed > MostSettle)
            {
                throw new BenchException($"void: the {server.Kind} server has answered 202 and not stored: {missing}");
            }

            await Task.Delay(20, cancel);
        }
    }

    private async Task<string?> MissingAsync(Server server, int firstTrace, CancellationToken cancel)
    {
        using var metrics = JsonDocument.Parse(await server.Client.GetStringAsync("/metrics", cancel));
        var (taken, dropped) = (Counter(metrics, "spans"), Counter(metrics, "spans_dropped"));
        if (taken != _spans || dropped != 0)
        {
            return $"{_spans} spans were sent, {taken} taken, {dropped} dropped";
        }

        for (var i = 0; i < ProbedTraces; i++)
        {
            var trace = firstTrace + (int)((long)(traffic.Traces - 1 - firstTrace) * i / (ProbedTraces - 1));
            if (await CountAsync(server, trace, cancel) is var count && count != Traffic.SpansPerTrace)
            {
                return $"trace {Traffic.TraceId(trace):x16} has {count} of its spans";
            }
        }

        return null;
    }

    private static async Task<int> CountAsync(Server server, int trace, CancellationToken cancel)
    {
        using var answer = await server.Client.GetAsync($"/api/v2/trace/{Traffic.TraceId(trace):x16}", cancel);
        using var spans = JsonDocument.Parse(answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancel) : "[]");
        return spans.RootElement.GetArrayLength();
    }

    private static long Counter(JsonDocument metrics, string name) =>
        (long)metrics.RootElement.GetProperty($"counter.zipkin_collector.{name}.http").GetDouble();
}
