namespace ZipkinMesh.Bench.Compare.Load;

/// <summary>Represents the result of a run of oha. Latencies are in µs.</summary>
/// <param name="P50">The median latency.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="PerSecond">The request rate achieved.</param>
/// <param name="Errors">The number of responses other than 200, and of requests without a response.</param>
internal sealed record OhaResult(double P50, double P99, double P999, double PerSecond, long Errors);
