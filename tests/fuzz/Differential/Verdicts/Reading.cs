using ZipkinMesh.Fuzz.Differential.Servers;

namespace ZipkinMesh.Fuzz.Differential.Verdicts;

/// <summary>Represents what a proxy made of a case.</summary>
/// <param name="Status">The status of the first response; 0 for none.</param>
/// <param name="Seen">The requests that the upstream saw, the probe left out.</param>
internal sealed record Reading(int Status, IReadOnlyList<SeenRequest> Seen)
{
    /// <summary>Gets a value indicating whether the proxy forwarded the request.</summary>
    public bool IsForwarded => Seen.Count > 0;

    /// <summary>Returns the reading in one line.</summary>
    public override string ToString() => $"{(Status == 0 ? "none" : Status)} [{string.Join("; ", Seen)}]";
}
