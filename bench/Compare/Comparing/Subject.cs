using ZipkinMesh.Compare.Processes;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>A contender that runs: one proxy, or all those of a path with the apps between them.</summary>
internal sealed class Subject
{
    public required Contender Contender { get; init; }

    /// <summary>What tells it from another of the same contender; empty when there is none.</summary>
    public string Variant { get; init; } = "";

    public required int Port { get; init; }

    public required IReadOnlyList<Child> Proxies { get; init; }

    public IReadOnlyList<Child> Apps { get; init; } = [];

    /// <summary>Where its spans are counted.</summary>
    public required string CollectorPath { get; init; }

    /// <summary>How many spans a request makes.</summary>
    public int SpansPerRequest { get; init; } = 1;

    /// <summary>Requests it has had so far.</summary>
    public long Requests { get; set; }

    /// <summary>Those among them without a good answer.</summary>
    public long Errors { get; set; }

    public override string ToString() => Contender + Variant;

    public long SpansDue => Contender.Mode == Mode.Traced ? Requests * SpansPerRequest : 0;

    public Account Account(long spans) => new() { Contender = Contender, SpansDue = SpansDue, SpansReceived = spans, Errors = Errors };
}
