namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>Represents the result of one subject in one round.</summary>
/// <param name="Requests">The number of requests with a response.</param>
/// <param name="PerSecond">The request rate.</param>
/// <param name="Cpu">The CPU time of the proxies per request, in µs.</param>
/// <param name="CpuOfAll">The CPU time of proxies and apps per request, in µs.</param>
internal sealed record RoundResult(long Requests, double PerSecond, double Cpu, double CpuOfAll);
