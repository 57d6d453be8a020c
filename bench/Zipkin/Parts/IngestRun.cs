namespace ZipkinMesh.ZipkinBench.Parts;

/// <summary>One round to one server.</summary>
/// <param name="Spans">Sent, and stored.</param>
/// <param name="Time">From the first byte until every message is answered 202 and the last trace can be read: the real server stores after its answer.</param>
/// <param name="Cpu">What the server used, until all of it was stored.</param>
internal sealed record IngestRun(int Spans, TimeSpan Time, TimeSpan Cpu)
{
    public double SpansPerSecond => Spans / Time.TotalSeconds;

    public double CpuSecondsPerMillion => Cpu.TotalSeconds * 1_000_000 / Spans;
}
