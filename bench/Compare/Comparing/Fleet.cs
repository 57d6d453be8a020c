using System.Diagnostics;
using ZipkinMesh.Compare.Collecting;
using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Processes;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>The subjects of a measurement, started with the upstream and the collector they share; and the books on their spans.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    // Envoy's own flush comes every 5 s.
    private static readonly TimeSpan FlushGrace = TimeSpan.FromSeconds(8);

    // A proxy that has used no time for so long has done what it put off.
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettleBound = TimeSpan.FromSeconds(2);

    private readonly Bench _bench;
    private readonly List<Subject> _subjects = [];

    private Fleet(Bench bench, Workspace workspace, Collector collector, Upstream upstream)
    {
        _bench = bench;
        Workspace = workspace;
        Collector = collector;
        Upstream = upstream;
        Starter = new ProxyStarter(bench.Tools, workspace);
    }

    public Workspace Workspace { get; }

    public Collector Collector { get; }

    public Upstream Upstream { get; }

    public ProxyStarter Starter { get; }

    public IReadOnlyList<Subject> Subjects => _subjects;

    public static async Task<Fleet> StartAsync(Bench bench, int endpoints = 1)
    {
        var workspace = new Workspace();
        try
        {
            return new Fleet(bench, workspace, Collector.Start(workspace, bench.Cancel), Upstream.Start(bench.Tools, workspace, endpoints, bench.Cancel));
        }
        catch
        {
            await workspace.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts proxies that each stand alone before the upstream.</summary>
    public async Task AddAsync(params IEnumerable<Contender> contenders)
    {
        foreach (var contender in contenders)
        {
            await AddAsync(contender, new LoadSpec().Path);
        }
    }

    /// <summary>Starts a proxy before the upstream.</summary>
    /// <param name="contender">Which one.</param>
    /// <param name="path">What it has to answer before it counts as started.</param>
    /// <param name="variant">What tells it from another of the same.</param>
    /// <param name="change">What it has to do beside the sandbox's front; null: nothing.</param>
    /// <exception cref="NoAnswerException">It takes too long to start; it has been ended.</exception>
    public async Task AddAsync(Contender contender, string path, string variant = "", Func<ProxySpec, ProxySpec>? change = null)
    {
        var port = Ports.Free();
        var collectorPath = NewCollectorPath();
        var spec = ProxySpec.Front(contender.Mode, port, Upstream.Endpoints, Collector.Port, collectorPath);
        var proxy = Starter.Start(contender.Kind, change?.Invoke(spec) ?? spec);
        var subject = new Subject { Contender = contender, Variant = variant, Port = port, Proxies = [proxy], CollectorPath = collectorPath };
        var before = await Upstream.RequestsAsync();
        try
        {
            FirstAnswer.Await(proxy, port, path, _bench.Cancel);
        }
        catch (NoAnswerException)
        {
            await Workspace.EndAsync(proxy);
            throw;
        }

        subject.Requests = await Upstream.RequestsAsync() - before - 1;
        _subjects.Add(subject);
    }

    public void Add(Subject subject) => _subjects.Add(subject);

    public string NewCollectorPath() => $"/{_subjects.Count}/api/v2/spans";

    public async Task<Drive> DriveAsync(Subject subject, LoadSpec load, int seconds)
    {
        var proxies = ProcessTree.Cpu(subject.Proxies);
        var apps = ProcessTree.Cpu(subject.Apps);
        var result = await CountAsync(
            subject,
            () => Wrk.RunAsync(_bench.Tools.Wrk, subject.Port, load, seconds, _bench.Cancel),
            result => result.Requests);
        subject.Errors += result.Errors;
        proxies = ProcessTree.Cpu(subject.Proxies) - proxies;
        apps = ProcessTree.Cpu(subject.Apps) - apps;
        return new Drive(result.Requests, result.PerSecond, proxies / result.Requests, (proxies + apps) / result.Requests);
    }

    public async Task<OhaResult> PaceAsync(Subject subject, LoadSpec load, int perSecond, int seconds)
    {
        var result = await CountAsync(
            subject,
            () => Oha.RunAsync(_bench.Tools.Oha, subject.Port, load, perSecond, seconds, _bench.Cancel),
            result => (long)(result.PerSecond * seconds));
        subject.Errors += result.Errors;
        return result;
    }

    /// <summary>Asks the collector once more and more until all is there that is due, or nobody will send it any more.</summary>
    public async Task<IReadOnlyList<Account>> AccountsAsync()
    {
        List<Account> accounts = [];
        var clock = Stopwatch.StartNew();
        foreach (var subject in _subjects)
        {
            var spans = await Collector.SpansAsync(subject.CollectorPath);
            for (; spans < subject.SpansDue && clock.Elapsed < FlushGrace; spans = await Collector.SpansAsync(subject.CollectorPath))
            {
                await Task.Delay(Settled, _bench.Cancel);
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

    // What the upstream has had is more exact than what the load generator saw: requests it cut off at the end have spans, too. With
    // apps in the place of the upstream, its word must do.
    private async Task<T> CountAsync<T>(Subject subject, Func<Task<T>> load, Func<T, long> answered)
    {
        var before = await Upstream.RequestsAsync();
        var result = await load();
        await SettleAsync(subject);
        subject.Requests += subject.Apps.Count > 0 ? answered(result) : await Upstream.RequestsAsync() - before - 1;
        return result;
    }

    private async Task SettleAsync(Subject subject)
    {
        var clock = Stopwatch.StartNew();
        for (double last = -1, now = 0; now > last && clock.Elapsed < SettleBound; now = ProcessTree.Cpu(subject.Proxies))
        {
            last = ProcessTree.Cpu(subject.Proxies);
            await Task.Delay(Settled, _bench.Cancel);
        }
    }
}
