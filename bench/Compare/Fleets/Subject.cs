using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>Represents a running contender: one proxy, or all proxies of a path with the apps between them.</summary>
internal sealed class Subject
{
    public required Contender Contender { get; init; }

    /// <summary>The difference to another subject of the same contender; empty for the only one.</summary>
    public string Variant { get; init; } = "";

    public required int Port { get; init; }

    public required IReadOnlyList<Child> Proxies { get; init; }

    public IReadOnlyList<Child> Apps { get; init; } = [];

    /// <summary>The collector's path for its spans.</summary>
    public required string CollectorPath { get; init; }

    /// <summary>The number of spans per request.</summary>
    public int SpansPerRequest { get; init; } = 1;

    /// <summary>The number of requests so far.</summary>
    public long Requests { get; set; }

    /// <summary>The number of requests so far without a successful response.</summary>
    public long Errors { get; set; }

    public long SpansDue => Contender.Mode == Mode.Traced ? Requests * SpansPerRequest : 0;

    public SpanAccount Account(long spans) => new() { Contender = Contender, SpansDue = SpansDue, SpansReceived = spans, Errors = Errors };

    public override string ToString() => Contender + Variant;
}
