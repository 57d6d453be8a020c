using System.Text.Json.Serialization;
using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Reports;

/// <summary>What became of a contender's requests, and whether each has its spans.</summary>
internal sealed record Account
{
    [JsonIgnore]
    public required Contender Contender { get; init; }

    public string Proxy => Contender.Name;

    public string Mode => Contender.ModeName;

    /// <summary>What its requests must have made.</summary>
    public required long SpansDue { get; init; }

    /// <summary>What the collector has. More than are due: requests cut off at the end of a drive have spans, too.</summary>
    public required long SpansReceived { get; init; }

    /// <summary>Requests without a good answer.</summary>
    public required long Errors { get; init; }

    public long SpansLost => Math.Max(0, SpansDue - SpansReceived);

    public bool HasUnasked => SpansDue == 0 && SpansReceived > 0;

    /// <summary>Figures of a proxy that doesn't do its work are worth nothing.</summary>
    public bool IsVoid => Contender.Kind == ProxyKind.Ours && (SpansLost > 0 || HasUnasked || Errors > 0);

    /// <summary>What is to be said of it in a table; empty when all is well.</summary>
    public string Remark
    {
        get
        {
            string[] remarks =
            [
                .. SpansLost > 0 ? [$"lost {SpansLost:N0} of {SpansDue:N0} spans"] : Array.Empty<string>(),
                .. HasUnasked ? [$"{SpansReceived:N0} spans nobody asked for"] : Array.Empty<string>(),
                .. Errors > 0 ? [$"{Errors:N0} errors"] : Array.Empty<string>(),
            ];
            return remarks.Length == 0 ? "" : $" **({(IsVoid ? "void: " : "")}{string.Join(", ", remarks)})**";
        }
    }
}
