using ZipkinMesh.Bench.Harness;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Faults.Servers;
using ZipkinMesh.Faults.Traffic;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Faults.Subjects;

/// <summary>Runs one proxy with an upstream and a collector of its own.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    // Longer than Envoy's flush interval of 5 s, and than our longest pause between retries.
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(30);

    private readonly Workspace _workspace = new();
    private double _before;

    public TestBed(ProxyKind kind, Programs programs, CancellationToken cancel)
    {
        Kind = kind;
        Cancel = cancel;
        Starter = new ProxyStarter(programs, _workspace);
        Upstream.Open();
        Collector.Open();
    }

    public ProxyKind Kind { get; }

    public CancellationToken Cancel { get; }

    public ProxyStarter Starter { get; }

    public UpstreamServer Upstream { get; } = new();

    public CollectorServer Collector { get; } = new();

    /// <summary>Gets the port of the front proxy.</summary>
    public int Port { get; private set; }

    /// <summary>Gets the process of the front proxy.</summary>
    public Child Front { get; private set; } = null!;

    /// <summary>Starts the front proxy, and waits until it responds. The request that found it ready counts as other traffic.</summary>
    /// <param name="adjust">Changes its work.</param>
    /// <param name="environment">Variables in addition to the suite's own.</param>
    public async Task StartFrontAsync(Func<ProxySpec, ProxySpec>? adjust = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        Port = Ports.Next();
        var spec = ProxySpec.Front(Mode.Traced, Port, [$"127.0.0.1:{Upstream.Port}"], Collector.Port, "/api/v2/spans");
        Front = Starter.Start(Kind, adjust?.Invoke(spec) ?? spec, environment);
        await Task.Run(() => Readiness.Wait(Front, Port, "/", Cancel), Cancel);
        _before = ProcessTree.Memory(Front);
    }

    /// <summary>Waits until the collector has this number of spans, but no longer than a proxy takes to flush them.</summary>
    public async Task FlushAsync(long spans)
    {
        await Collector.Stored.ReachAsync(spans).WaitAsync(FlushTimeout, Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Stops the front proxy in order, and returns the figures.</summary>
    /// <exception cref="BenchException">The proxy doesn't end, or fails.</exception>
    public async Task<Outcome> FinishAsync(TrafficResult traffic, int otherSpans = 0)
    {
        var (peak, after) = (ProcessTree.PeakMemory(Front), ProcessTree.Memory(Front));
        Front.Signal(Posix.SigTerm);
        return await CollectAsync(traffic, otherSpans) with { MemoryPeak = peak, MemoryAfter = after };
    }

    /// <summary>Waits until the front proxy, which has been told to stop, has ended, and returns the figures.</summary>
    /// <exception cref="BenchException">The proxy doesn't end, or fails.</exception>
    public async Task<Outcome> CollectAsync(TrafficResult traffic, int otherSpans = 0)
    {
        var code = await Front.WaitForExitAsync(ExitTimeout, Cancel);
        return code != 0
            ? throw new BenchException($"{Front.Name} {ExitStatus.Describe(code)}: {Front.ReadOutput().LastOrDefault()}")
            : new Outcome
            {
                Traffic = traffic,
                OtherSpans = otherSpans + 1, // the request that found it ready
                Stored = Collector.Stored.Value,
                Counted = Kind == ProxyKind.Ours ? Totals.NotSent(Front.ReadOutput()) : null,
                MemoryBefore = _before,
            };
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        await Upstream.DisposeAsync();
        await Collector.DisposeAsync();
    }
}
