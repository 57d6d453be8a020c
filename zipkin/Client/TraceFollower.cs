using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>
/// Asks a server for new traces every second. The spans of a trace arrive one after the other, so a trace is shown when it has as many as
/// a second before; each is shown once.
/// </summary>
/// <param name="client">The client of the server.</param>
/// <param name="service">The service whose traces are shown; null for all.</param>
/// <param name="clock">The clock.</param>
internal sealed class TraceFollower(TraceClient client, string? service, TimeProvider clock)
{
    private const int MaxTraces = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A trace that takes longer is shown when its last spans begin within this time.
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(1);

    // The traces of the last answer, with their numbers of spans; those that were shown have none.
    private Dictionary<TraceId, int?> _seen = [];

    /// <summary>Shows traces until it is canceled.</summary>
    /// <exception cref="Hosting.SettingException">The server can't be reached.</exception>
    public async Task RunAsync(Action<FoundTrace> show, CancellationToken cancel)
    {
        // Those that are there already aren't new.
        _seen = (await FindAsync(cancel)).ToDictionary(trace => trace.Id, _ => (int?)null);
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            ShowNew(await FindAsync(cancel), show);
        }
    }

    private Task<List<FoundTrace>> FindAsync(CancellationToken cancel) => client.FindAsync(service, MaxTraces, Lookback, cancel);

    private void ShowNew(List<FoundTrace> traces, Action<FoundTrace> show)
    {
        Dictionary<TraceId, int?> now = [];
        foreach (var trace in Enumerable.Reverse(traces))
        {
            var isKnown = _seen.TryGetValue(trace.Id, out var before);
            var spans = trace.SpansInJson.Count;
            now[trace.Id] = isKnown && (before is null || before == spans) ? null : spans;
            if (isKnown && before == spans)
            {
                show(trace);
            }
        }

        _seen = now;
    }
}
