namespace ZipkinMesh.Bench.Compare.Load;

/// <summary>Represents the result of a run at the highest rate possible.</summary>
/// <param name="Requests">The number of requests with a response.</param>
/// <param name="PerSecond">The request rate achieved.</param>
/// <param name="Errors">The number of responses other than 2xx and 3xx, and of connections that failed or got no response for 2 s.</param>
internal sealed record LoadResult(long Requests, double PerSecond, long Errors);
