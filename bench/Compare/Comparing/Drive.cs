namespace ZipkinMesh.Compare.Comparing;

/// <summary>What one drive of a subject showed.</summary>
/// <param name="Requests">Answered.</param>
/// <param name="PerSecond">Their rate.</param>
/// <param name="Cpu">µs per request, of the proxies.</param>
/// <param name="CpuOfAll">µs per request, of proxies and apps.</param>
internal sealed record Drive(long Requests, double PerSecond, double Cpu, double CpuOfAll);
