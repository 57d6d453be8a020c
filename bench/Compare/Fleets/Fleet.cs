using System.Diagnostics;
using ZipkinMesh.Bench.Compare.Collecting;
using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>Runs the subjects of a measurement with the upstream and the collector that they share, and accounts for their spans.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    // Longer than Envoy's flush interval of 5 s.
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(8);

    // A proxy that used no CPU time for this long has finished its deferred work.
    private static readonly TimeSpan IdleTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(2);

    private readonly BenchContext _context;
    private readonly List<Subject> _subjects = [];

    private Fleet(BenchContext context, Workspace workspace, Collector collector, Upstream upstream)
    {
        _context = context;
        Workspace = workspace;
        Collector = collector;
        Upstream = upstream;
        Starter = new ProxyStarter(context.Programs, workspace);
    }

    public Workspace Workspace { get; }

    public Collector Collector { get; }

    public Upstream Upstream { get; }

    public ProxyStarter Starter { get; }

    public IReadOnlyList<Subject> Subjects => _subjects;

    public static async Task<Fleet> StartAsync(BenchContext context, int endpoints = 1)
    {
        var workspace = new Workspace();
        try
        {
            return new Fleet(
                context, workspace, Collector.Start(workspace, context.Cancel), Upstream.Start(context.Programs, workspace, endpoints, context.Cancel));
        }
        catch
        {
            await workspace.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts proxies, each alone in front of the upstream.</summary>
    public async Task AddAsync(params IEnumerable<Contender> contenders)
    {
        foreach (var contender in contenders)
        {
            await AddAsync(contender, new LoadSpec().Path);
        }
    }

    /// <summary>Starts a proxy in front of the upstream.</summary>
    /// <param name="contender">The program and its mode.</param>
    /// <param name="path">The path that it must respond to before it counts as started.</param>
    /// <param name="variant">The difference to another subject of the same contender.</param>
    /// <param name="change">Changes the sandbox's front proxy; null: no change.</param>
    /// <exception cref="NotReadyException">It takes too long to start; it has been stopped.</exception>
    public async Task AddAsync(Contender contender, string path, string variant = "", Func<ProxySpec, ProxySpec>? change = null)
    {
        var port = Ports.Next();
        var collectorPath = NewCollectorPath();
        var spec = ProxySpec.Front(contender.Mode, port, Upstream.Endpoints, Collector.Port, collectorPath);
        var proxy = Starter.Start(contender.Kind, change?.Invoke(spec) ?? spec);
        var subject = new Subject { Contender = contender, Variant = variant, Port = port, Proxies = [proxy], CollectorPath = collectorPath };
        var before = await Upstream.RequestsAsync();
        try
        {
            Readiness.Wait(proxy, port, path, _context.Cancel);
        }
        catch (NotReadyException)
        {
            await Workspace.StopAsync(proxy);
            throw;
        }

        subject.Requests = await Upstream.RequestsAsync() - before - 1;
        _subjects.Add(subject);
    }

    public void Add(Subject subject) => _subjects.Add(subject);

    public string NewCollectorPath() => $"/{_subjects.Count}/api/v2/spans";

    /// <summary>Sends requests to a subject at the highest rate possible, and measures its CPU time.</summary>
    public async Task<RoundResult> LoadAsync(Subject subject, LoadSpec load, int seconds)
    {
        var proxies = ProcessTree.Cpu(subject.Proxies);
        var apps = ProcessTree.Cpu(subject.Apps);
        var result = await CountAsync(
            subject,
            () => load.Streams > 0
                ? H2Load.RunAsync(_context.Programs.H2Load, subject.Port, load, seconds, _context.Cancel)
                : Wrk.RunAsync(_context.Programs.Wrk, subject.Port, load, seconds, _context.Cancel),
            result => result.Requests);
        subject.Errors += result.Errors;
        proxies = ProcessTree.Cpu(subject.Proxies) - proxies;
        apps = ProcessTree.Cpu(subject.Apps) - apps;
        return new RoundResult(result.Requests, result.PerSecond, proxies / result.Requests, (proxies + apps) / result.Requests);
    }

    /// <summary>Sends requests to a subject at a fixed rate, and measures the latency.</summary>
    public async Task<OhaResult> LoadAtRateAsync(Subject subject, LoadSpec load, int perSecond, int seconds)
    {
        var result = await CountAsync(
            subject,
            () => Oha.RunAsync(_context.Programs.Oha, subject.Port, load, perSecond, seconds, _context.Cancel),
            result => (long)(result.PerSecond * seconds));
        subject.Errors += result.Errors;
        return result;
    }

    /// <summary>Polls the collector until it has all spans due, or until no proxy will send more.</summary>
    public async Task<IReadOnlyList<SpanAccount>> AccountsAsync()
    {
        List<SpanAccount> accounts = [];
        var clock = Stopwatch.StartNew();
        foreach (var subject in _subjects)
        {
            var spans = await Collector.CountAsync(subject.CollectorPath);
            for (; spans < subject.SpansDue && clock.Elapsed < FlushTimeout; spans = await Collector.CountAsync(subject.CollectorPath))
            {
                await Task.Delay(IdleTime, _context.Cancel);
            }

            accounts.Add(subject.Account(spans));
        }

        return accounts;
    }

    public async ValueTask DisposeAsync()
    {
        Collector.Dispose();
        Upstream.Dispose();
        await Workspace.DisposeAsync();
    }

    // The upstream's count is more exact than the load generator's, because requests aborted at the end of a run have spans, too.
    // A path with apps has no such upstream.
    private async Task<T> CountAsync<T>(Subject subject, Func<Task<T>> load, Func<T, long> responses)
    {
        var before = await Upstream.RequestsAsync();
        var result = await load();
        await WaitUntilIdleAsync(subject);
        subject.Requests += subject.Apps.Count > 0 ? responses(result) : await Upstream.RequestsAsync() - before - 1;
        return result;
    }

    private async Task WaitUntilIdleAsync(Subject subject)
    {
        var clock = Stopwatch.StartNew();
        for (double last = -1, now = 0; now > last && clock.Elapsed < IdleTimeout; now = ProcessTree.Cpu(subject.Proxies))
        {
            last = ProcessTree.Cpu(subject.Proxies);
            await Task.Delay(IdleTime, _context.Cancel);
        }
    }
}
