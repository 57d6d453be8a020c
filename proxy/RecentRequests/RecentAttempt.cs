using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.RecentRequests;

/// <summary>Represents one try to forward a request.</summary>
/// <param name="Address">The destination's address, such as <c>http://172.31.81.3:8000/</c>.</param>
/// <param name="StatusCode">The status code of the response; 0 when there is none.</param>
/// <param name="Flag">The response flag, one of <see cref="ResponseFlags"/>.</param>
internal readonly record struct RecentAttempt(string Address, int StatusCode, string Flag);
