using ZipkinMesh.Faults.Attacks;
using ZipkinMesh.Faults.Servers;
using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Lists all faults.</summary>
internal static class ScenarioCatalog
{
    // The number of requests before the collector fails.
    private const int Begin = CollectorScenario.PerSecond;

    private const int LargeBody = 40 * 1024 * 1024;

    /// <summary>Gets the faults that run by default.</summary>
    public static readonly IReadOnlyList<Scenario> Default = [.. Collectors(), .. Processes(), .. Clients(), .. Http2(), .. Upstreams()];

    /// <summary>Gets all faults.</summary>
    public static readonly IReadOnlyList<Scenario> All = [.. Default, new SoakScenario()];

    private static IEnumerable<Scenario> Collectors()
    {
        yield return new CollectorScenario("collector-away", "the collector is away for 20 s", 24, async (bed, traffic) =>
        {
            await traffic.WaitForAsync(Begin, bed.Cancel);
            await bed.Collector.CloseAsync();
            await traffic.WaitForAsync(Begin + (20 * CollectorScenario.PerSecond), bed.Cancel);
            bed.Collector.Open();
        });
        yield return new CollectorScenario("collector-hung", "the collector hangs for 30 s", 34, (bed, traffic) =>
            FailAsync(bed, traffic, CollectorFault.Hangs, seconds: 30));
        yield return new CollectorScenario("collector-rejects", "the collector rejects 5 of 2,500 spans", 5, (bed, _) =>
        {
            bed.Collector.Fault = CollectorFault.RejectsMarked;
            return Task.CompletedTask;
        })
        {
            Request = number => number % 500 == 250 ? Request.Get("/", $"User-Agent: {CollectorServer.Marker}") : Request.Get(),
            AllowedLosses = 5,
        };
        yield return new CollectorScenario("collector-stops", "the collector stops in its response for 10 s", 12, (bed, traffic) =>
            FailAsync(bed, traffic, CollectorFault.StopsInResponse, seconds: 10));
        yield return new CollectorScenario("collector-endless", "the collector never ends its response, for 10 s", 12, (bed, traffic) =>
            FailAsync(bed, traffic, CollectorFault.NeverEndsResponse, seconds: 10))
        {
            AllowedMemory = 256,
        };
    }

    private static IEnumerable<Scenario> Processes() =>
    [
        new SigtermScenario(),
        new DrainScenario(),
        new RollingRestartScenario("restart-sigterm", "rolling restart of two replicas by SIGTERM", Posix.SigTerm),
        new RollingRestartScenario("restart-sigkill", "rolling restart of two replicas by SIGKILL", Posix.SigKill),
    ];

    private static IEnumerable<Scenario> Clients() =>
    [
        new ZeroTraceIdScenario(),
        new HostileClientScenario("hostile-client", "a client with 58 KB of headers, 256 MB of memory", collectorIsAway: false) { AllowedMemory = 256 },
        new HostileClientScenario("hostile-client-away", "the same, with the collector away", collectorIsAway: true)
        {
            AllowedMemory = 256,
            AllowedLosses = int.MaxValue,
        },
    ];

    // Envoy's memory grows by up to 20 MiB in most of them.
    private static IEnumerable<Scenario> Http2() => AttackCatalog.All.Select(attack => new HostileHttp2Scenario(attack) { AllowedMemory = 256 });

    private static IEnumerable<Scenario> Upstreams() =>
    [
        Upstream("hang", "the upstream never responds"),
        Upstream("close", "the upstream closes the connection"),
        Upstream("reset", "the upstream resets the connection"),
        Upstream("cut-head", "the upstream closes within its headers"),
        Upstream("cut-length", "the upstream cuts a body with a length"),
        Upstream("cut-chunked", "the upstream cuts a chunked body"),
        Upstream("garbage", "the upstream sends garbage"),
        Upstream("status-099", "the upstream sends status 099", "502 ×20"), // Envoy passes it on
        Upstream("both-framings", "the upstream sends both framings"),
        Upstream("nul-in-value", "the upstream sends NUL in a header"),
        Upstream("unknown-coding", "the upstream sends an unknown coding"),
        Upstream("many-headers", "the upstream sends 150 headers"),
        Upstream("endless-head", "the upstream never ends its headers"),
        Upstream("endless-interim", "the upstream sends 103 without end", "502 ×20"), // Envoy waits for the route's timeout
        Upstream("late-body", "the body comes when the client has the headers"),
        new UpstreamScenario("early-413", "the upstream rejects 10 MB before it has read them", Request.Post("/early-413", 10_000_000)),
        new UpstreamScenario("echo", "the upstream responds while it reads 40 MiB", Request.Post("/echo", LargeBody)),
    ];

    private static UpstreamScenario Upstream(string path, string description, string? responses = null) =>
        new(path, description, Request.Get("/" + path)) { Responses = responses };

    // The requests of a number of seconds come while the collector fails.
    private static async Task FailAsync(TestBed bed, TrafficResult traffic, CollectorFault fault, int seconds)
    {
        await traffic.WaitForAsync(Begin, bed.Cancel);
        bed.Collector.Fault = fault;
        await traffic.WaitForAsync(Begin + (seconds * CollectorScenario.PerSecond), bed.Cancel);
        bed.Collector.Fault = CollectorFault.None;
    }
}
