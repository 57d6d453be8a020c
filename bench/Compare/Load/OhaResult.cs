namespace ZipkinMesh.Compare.Load;

/// <param name="P50">Latency in µs; half of the requests took less.</param>
/// <param name="P99">Of a hundred, one took more.</param>
/// <param name="P999">Of a thousand, one took more.</param>
/// <param name="PerSecond">The rate it came to.</param>
/// <param name="Errors">Answers other than 200, and none at all.</param>
internal sealed record OhaResult(double P50, double P99, double P999, double PerSecond, long Errors);
