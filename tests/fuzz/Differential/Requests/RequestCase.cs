namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Represents a request that is sent to both proxies.</summary>
/// <param name="Number">The number that identifies it at the upstreams.</param>
/// <param name="Framing">The framing of the body.</param>
/// <param name="Oddities">The names of what is unusual in it.</param>
/// <param name="Bytes">The request.</param>
internal sealed record RequestCase(int Number, Framing Framing, IReadOnlyList<string> Oddities, byte[] Bytes)
{
    public override string ToString() => $"{string.Join(" + ", Oddities)} ({Framing})";
}
