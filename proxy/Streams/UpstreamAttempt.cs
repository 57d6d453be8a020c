using System.Diagnostics;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents one try to forward a request to a destination. A request that is retried has several.</summary>
/// <param name="address">The destination's address, such as <c>http://172.31.81.3:8000/</c>.</param>
internal sealed class UpstreamAttempt(string address)
{
    /// <summary>Gets the time at which the request was handed to the HTTP client, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long StartTimestamp { get; } = Stopwatch.GetTimestamp();

    public string Address { get; } = address;

    /// <summary>Gets or sets the status code of the destination's response; 0 when there is none.</summary>
    public int StatusCode { get; set; }

    /// <summary>Gets or sets the response flag of a failed attempt, one of <see cref="ResponseFlags"/>.</summary>
    public string Flag { get; set; } = ResponseFlags.None;

    /// <summary>Gets the time since the request was handed to the HTTP client.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(StartTimestamp);
}
