using System.Diagnostics;
using System.Net;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents one try to forward a request to a destination. A request that is retried has several.</summary>
/// <param name="address">The destination's address, such as <c>http://172.31.81.3:8000/</c>.</param>
internal sealed class UpstreamAttempt(string address)
{
    public string Address { get; } = address;

    /// <summary>Gets the time at which the request was handed to the HTTP client, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long StartTimestamp { get; } = Stopwatch.GetTimestamp();

    /// <summary>Gets the time at which the head of the response had been received; 0 when there is none.</summary>
    public long ResponseTimestamp { get; private set; }

    /// <summary>Gets the status code of the destination's response; 0 when there is none.</summary>
    public int StatusCode { get; private set; }

    /// <summary>Gets the protocol of the destination's response, such as <c>HTTP/1.1</c>; null when there is none.</summary>
    public string? Protocol { get; private set; }

    /// <summary>Gets or sets the proxy's address of the connection that the response came on; null when it isn't known.</summary>
    public EndPoint? LocalEndPoint { get; set; }

    /// <summary>Gets or sets the response flag of a failed attempt, one of <see cref="ResponseFlags"/>.</summary>
    public string Flag { get; set; } = ResponseFlags.None;

    /// <summary>Gets the time since the request was handed to the HTTP client.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(StartTimestamp);

    /// <summary>Records the head of the destination's response.</summary>
    public void OnResponse(int statusCode, string protocol)
    {
        ResponseTimestamp = Stopwatch.GetTimestamp();
        StatusCode = statusCode;
        Protocol = protocol;
    }
}
