using ZipkinMesh.Fuzz.Differential.Servers;

namespace ZipkinMesh.Fuzz.Differential.Verdicts;

/// <summary>Represents what a proxy made of a case.</summary>
/// <param name="Answer">The answer, in words.</param>
/// <param name="Seen">The requests that the upstream saw, the probe left out.</param>
internal sealed record Reading(string Answer, IReadOnlyList<SeenRequest> Seen)
{
    /// <summary>Gets a value indicating whether the proxy forwarded the request.</summary>
    public bool IsForwarded => Seen.Count > 0;

    /// <summary>Returns the reading in one line.</summary>
    public override string ToString() => $"{Answer} [{string.Join("; ", Seen)}]";
}
