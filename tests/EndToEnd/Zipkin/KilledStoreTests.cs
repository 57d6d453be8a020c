using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Kills the server at random moments while it receives spans, and checks what is there after the next start.</summary>
public sealed class KilledStoreTests
{
    private const int Kills = 100;
    private const int Senders = 4;

    // What is older than a second when the process is killed has to be there.
    private static readonly TimeSpan MaxLoss = TimeSpan.FromSeconds(1);

    private static readonly string Zipkin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Zipkin/debug/zipkin"));

    // All messages that were accepted: the trace id, its number of spans, and the time of the response.
    private readonly List<(string Trace, int Spans, long Time)> _accepted = [];

    private readonly Random _random = new(20);

    // Messages before these were checked after an earlier start.
    private int _checked;
    private DateTimeOffset _checkedTime = DateTimeOffset.UtcNow;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AfterManyKills_HasAllTracesButThoseOfTheLastSecond()
    {
        using var scratch = new Scratch();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var program = new Child(Zipkin, ["--urls", "http://127.0.0.1:0"], Settings(scratch));
            using var client = await ConnectAsync(program);
            await CheckAsync(client);
            await SendUntilKilledAsync(program, client, TimeSpan.FromMilliseconds(_random.Next(50, 2500)));
        }

        (_checked, _checkedTime) = (0, DateTimeOffset.UnixEpoch);
        using var last = new Child(Zipkin, ["--urls", "http://127.0.0.1:0"], Settings(scratch));
        using var reader = await ConnectAsync(last);
        await CheckAsync(reader);
        Assert.True(_accepted.Count > Kills, $"{_accepted.Count} messages were accepted.");
    }

    // A segment is a sixteenth of the age at most and of the bytes, so that kills meet new files and the compression of complete ones, too.
    private static Dictionary<string, string> Settings(Scratch scratch) => new()
    {
        ["STORAGE_PATH"] = Path.Combine(scratch.Folder, "spans"),
        ["MAX_DISK_BYTES"] = "100000000",
        ["MAX_DISK_AGE"] = "1h",
        ["MEM_MAX_SPANS"] = "10000000",
    };

    private static async Task<HttpClient> ConnectAsync(Child program) =>
        new() { BaseAddress = new((await program.Output.WaitForAsync("zipkin: listening on ")).Split(' ')[^1]) };

    private async Task SendUntilKilledAsync(Child program, HttpClient client, TimeSpan time)
    {
        var senders = Enumerable.Range(0, Senders).Select(_ => SendAsync(client)).ToList();
        await Task.Delay(time, Cancel);
        program.Signal(Child.SigKill);
        var killed = Stopwatch.GetTimestamp();
        await Task.WhenAll(senders);
        await program.ExitCodeAsync();
        lock (_accepted)
        {
            // The others may be lost.
            _accepted.RemoveAll(message => message.Time > killed - (MaxLoss.TotalSeconds * Stopwatch.Frequency));
        }
    }

    private async Task SendAsync(HttpClient client)
    {
        try
        {
            while (true)
            {
                var (trace, spans) = ($"{Random.Shared.NextInt64(1, long.MaxValue):x16}", Random.Shared.Next(1, 9));
                using var content = new StringContent(Message(trace, spans), Encoding.UTF8, "application/json");
                using var response = await client.PostAsync("/api/v2/spans", content, Cancel);
                response.EnsureSuccessStatusCode();
                lock (_accepted)
                {
                    _accepted.Add((trace, spans, Stopwatch.GetTimestamp()));
                }

                // Each start reads all of it, so that the load is hundreds of messages a second.
                await Task.Delay(5, Cancel);
            }
        }
        catch (HttpRequestException)
        {
            // The server was killed.
        }
    }

    private async Task CheckAsync(HttpClient client)
    {
        var now = DateTimeOffset.UtcNow;
        var lookback = (long)(now - _checkedTime).TotalMilliseconds + 1000;
        var found = JsonNode.Parse(await client.GetStringAsync($"/api/v2/traces?limit=1000000&lookback={lookback}", Cancel))!.AsArray()
            .ToDictionary(trace => (string)trace![0]!["traceId"]!, trace => trace!.AsArray());
        foreach (var (trace, spans, _) in _accepted.Skip(_checked))
        {
            Assert.True(found.TryGetValue(trace, out var stored), $"The trace {trace} is missing.");
            Assert.Equal(spans, stored.Count);
        }

        (_checked, _checkedTime) = (_accepted.Count, now);
        // A trace that was sent in one message is there as a whole or not at all: each of its spans tells their number.
        Assert.All(found.Values, trace => Assert.Equal((string)trace[0]!["tags"]!["spans"]!, trace.Count.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Message(string trace, int spans)
    {
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        return $"[{string.Join(',', Enumerable.Range(1, spans).Select(span => $$$"""
            {"traceId":"{{{trace}}}","id":"{{{span:x16}}}","name":"get","timestamp":{{{time + span}}},"duration":5,"localEndpoint":{"serviceName":"web"},"tags":{"spans":"{{{spans}}}","url":"/{{{trace}}}"}}
            """))}]";
    }
}
