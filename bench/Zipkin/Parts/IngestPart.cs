using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.Bench.Harness;
using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Harness.Reports;
using ZipkinMesh.Bench.Zipkin.Load;
using ZipkinMesh.Bench.Zipkin.Options;
using ZipkinMesh.Bench.Zipkin.Servers;

namespace ZipkinMesh.Bench.Zipkin.Parts;

/// <summary>
/// Measures the ingest rate: both servers get the same spans, round by round. A round is valid when every message was accepted and
/// all its spans were stored.
/// </summary>
internal sealed class IngestPart(ServerPair pair, Traffic traffic, BenchOptions options)
{
    private const int Connections = 4;
    private const int ProbedTraces = 40;
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(30);

    // Posted so far to each server.
    private long _spans;

    /// <summary>Measures ingest in all formats, until each storage has as many spans as the options say.</summary>
    public async Task<List<Comparison>> RunAsync(CancellationToken cancel)
    {
        // One more round per format precedes the counted ones, so that the real server's JIT compiler has run.
        var formats = Enum.GetValues<MessageFormat>();
        var rounds = formats.Length * (options.Rounds + 1);
        var spansPerRound = options.Spans / rounds / Traffic.SpansPerBlock * Traffic.SpansPerBlock;
        var figures = new List<Comparison>();
        foreach (var format in formats)
        {
            var (rates, cpu) = (new Samples(), new Samples());
            for (var round = 0; round <= options.Rounds; round++)
            {
                var spans = format == formats[^1] && round == options.Rounds ? options.Spans - (int)_spans : spansPerRound;
                Progress.Write($"{format}, round {round}: {spans} spans");
                foreach (var (server, run) in await PostAsync(format, spans, cancel))
                {
                    if (round > 0)
                    {
                        rates.Of(server).Add(run.SpansPerSecond);
                        cpu.Of(server).Add(run.CpuSecondsPerMillion);
                    }
                }
            }

            figures.Add(rates.Medians(new Metric($"ingest, {format}", "spans/s"), Target.RatioAtLeast(2, "at least twice")));
            figures.Add(cpu.Medians(new Metric($"ingest, {format}: CPU time", "s per 1M spans")));
        }

        return figures;
    }

    /// <summary>Measures ingest into a full storage, where each message evicts older traces.</summary>
    public async Task<Comparison> RunFullAsync(CancellationToken cancel)
    {
        var rates = new Samples();
        for (var round = 0; round < options.Rounds; round++)
        {
            Progress.Write($"ingest into a full storage, round {round}");
            foreach (var (server, run) in await PostAsync(MessageFormat.Json, options.Spans / 5, cancel))
            {
                rates.Of(server).Add(run.SpansPerSecond);
            }
        }

        return rates.Medians(new Metric("ingest, Json, full storage", "spans/s"), Target.RatioAtLeast(2, "at least twice"));
    }

    /// <summary>Posts this number of spans, rounded up to whole blocks, to each server.</summary>
    /// <exception cref="BenchException">A server rejected a message, or didn't store it.</exception>
    public async Task<Dictionary<ServerKind, IngestRun>> PostAsync(MessageFormat format, int spans, CancellationToken cancel)
    {
        var firstTrace = traffic.Traces;
        var messages = new List<List<LoadSpan>>();
        for (var made = 0; made < spans; made += Traffic.SpansPerBlock)
        {
            messages.AddRange(traffic.NextBlock());
        }

        List<byte[]> requests = [.. messages.Select(message => Request(format, message))];
        var realRequests = format == MessageFormat.Otlp ? [.. messages.Select(message => Request(MessageFormat.Protobuf, message))] : requests;
        _spans += requests.Count * Traffic.SpansPerMessage;
        var runs = new Dictionary<ServerKind, IngestRun>();
        foreach (var server in pair.InTurn(firstTrace / (Traffic.SpansPerBlock / Traffic.SpansPerTrace)))
        {
            GC.Collect();
            var before = server.Cpu;
            var clock = Stopwatch.StartNew();
            await SendAsync(server, server.Kind == ServerKind.Real ? realRequests : requests, cancel);
            while (await CountAsync(server, traffic.Traces - 1, cancel) != Traffic.SpansPerTrace && clock.Elapsed < StoreTimeout)
            {
                await Task.Delay(1, cancel);
            }

            var time = clock.Elapsed;
            await VerifyAsync(server, firstTrace, cancel);
            runs[server.Kind] = new(requests.Count * Traffic.SpansPerMessage, time, server.Cpu - before);
        }

        return runs;
    }

    private static byte[] Request(MessageFormat format, List<LoadSpan> message) => RawConnection.Request(format, format switch
    {
        MessageFormat.Json => JsonMessage.Write(message),
        MessageFormat.Protobuf => ProtobufMessage.Write(message),
        _ => OtlpMessage.Write(message),
    });

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
                    if (status is not (200 or 202))
                    {
                        throw new BenchException($"the {server.Kind} server responded to a message with {status}; required: 200 or 202");
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
            if (clock.Elapsed > StoreTimeout)
            {
                throw new BenchException($"invalid: the {server.Kind} server responded with 202 but did not store everything: {missing}");
            }

            await Task.Delay(20, cancel);
        }
    }

    private async Task<string?> MissingAsync(Server server, int firstTrace, CancellationToken cancel)
    {
        using var metrics = JsonDocument.Parse(await server.Client.GetStringAsync("/metrics", cancel));
        var (accepted, dropped) = (Counter(metrics, "spans"), Counter(metrics, "spans_dropped"));
        if (accepted != _spans || dropped != 0)
        {
            return $"{_spans} spans were sent, {accepted} accepted, {dropped} dropped";
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
        using var response = await server.Client.GetAsync($"/api/v2/trace/{Traffic.TraceId(trace):x16}", cancel);
        using var spans = JsonDocument.Parse(response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancel) : "[]");
        return spans.RootElement.GetArrayLength();
    }

    private static long Counter(JsonDocument metrics, string name) =>
        (long)metrics.RootElement.GetProperty($"counter.zipkin_collector.{name}.http").GetDouble();
}
