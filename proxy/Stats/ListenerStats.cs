using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of a listener.</summary>
internal static class ListenerStats
{
    private const string Connection = "{connection}";

    private static readonly StatScope<ListenerCounters> Scope = new("listener.", $"listener.{{{StatTags.Listener}}}.");

    private static readonly StatScope<ListenerCounters> Http = new(
        "listener.http.", $"listener.{{{StatTags.Listener}}}.http.{{{StatTags.ConnectionManager}}}.");

    /// <summary>Gets the statistics of the connections.</summary>
    public static IReadOnlyList<Stat<ListenerCounters>> Connections { get; } =
    [
        Scope.Counter("downstream_cx_total", Connection, "Connections.", c => c.Connections.Value),
        Scope.Gauge("downstream_cx_active", Connection, "Open connections.", c => Math.Max(0, -c.ConnectionsClosed.Value + c.Connections.Value)),
        Scope.Counter("downstream_cx_destroy", Connection, "Connections that were closed.", c => c.ConnectionsClosed.Value),
        Scope.Counter("downstream_cx_overflow", Connection, "Connections beyond the limit of the listener.", c => c.ConnectionOverflows.Value),
        Scope.Counter("downstream_cx_overload_reject", Connection, "Connections that were closed because the memory ran out.", c => c.ConnectionOverloads.Value),
    ];

    /// <summary>Gets the statistics of the responses.</summary>
    public static IReadOnlyList<Stat<ListenerCounters>> Responses { get; } =
    [
        Http.Counter("downstream_rq_completed", "{response}", "Responses, local replies included.", c => c.Responses.Total),
        Http.CounterByClass("downstream_rq", "Responses by class of their status code.", c => c.Responses),
    ];
}
