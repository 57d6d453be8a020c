namespace ZipkinMesh.Bench.Zipkin.Parts;

/// <summary>Represents one round of ingest by one server.</summary>
/// <param name="Spans">The number of spans sent and stored.</param>
/// <param name="Time">
/// The time from the first byte until every message got its 202 and the last trace can be read. The real server responds before it stores.
/// </param>
/// <param name="Cpu">The CPU time the server used until all spans were stored.</param>
internal sealed record IngestRun(int Spans, TimeSpan Time, TimeSpan Cpu)
{
    public double SpansPerSecond => Spans / Time.TotalSeconds;

    public double CpuSecondsPerMillion => Cpu.TotalSeconds * 1_000_000 / Spans;
}
