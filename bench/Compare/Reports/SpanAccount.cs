using System.Text.Json.Serialization;
using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Reports;

/// <summary>Compares the spans that a contender delivered with those that its requests require.</summary>
internal sealed record SpanAccount
{
    [JsonIgnore]
    public required Contender Contender { get; init; }

    public string Proxy => Contender.Name;

    public string Mode => Contender.ModeName;

    /// <summary>The number of spans that its requests require.</summary>
    public required long SpansDue { get; init; }

    /// <summary>The number of spans that the collector received. It may be larger: requests aborted at the end of a run have spans, too.</summary>
    public required long SpansReceived { get; init; }

    /// <summary>The number of requests without a successful response.</summary>
    public required long Errors { get; init; }

    public long SpansLost => Math.Max(0, SpansDue - SpansReceived);

    /// <summary>Gets a value indicating whether spans arrived although the mode allows none.</summary>
    public bool HasUnexpected => SpansDue == 0 && SpansReceived > 0;

    /// <summary>Gets a value indicating whether the figures must not be used: a build of ours lost spans or requests.</summary>
    public bool IsInvalid => Contender.IsOwn && (SpansLost > 0 || HasUnexpected || Errors > 0);

    /// <summary>Gets a note for the tables; empty when everything is correct.</summary>
    public string Note
    {
        get
        {
            List<string> notes = [];
            if (SpansLost > 0)
            {
                notes.Add($"lost {SpansLost:N0} of {SpansDue:N0} spans");
            }

            if (HasUnexpected)
            {
                notes.Add($"{SpansReceived:N0} unexpected spans");
            }

            if (Errors > 0)
            {
                notes.Add($"{Errors:N0} errors");
            }

            return notes.Count == 0 ? "" : $" **({(IsInvalid ? "invalid: " : "")}{string.Join(", ", notes)})**";
        }
    }
}
