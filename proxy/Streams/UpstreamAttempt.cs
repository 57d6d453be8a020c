using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;

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

    /// <summary>Gets a value indicating that the destination responded over HTTP/2.</summary>
    public bool IsHttp2 => Protocol is not null && HttpProtocol.IsHttp2(Protocol);

    /// <summary>Gets or sets the proxy's address of the connection that the response came on; null when it isn't known.</summary>
    public EndPoint? LocalEndPoint { get; set; }

    /// <summary>Gets the response flag of a failed attempt, one of <see cref="ResponseFlags"/>.</summary>
    public string Flag => Failure?.Flag ?? ResponseFlags.None;

    /// <summary>Gets or sets the reply to a request of which this was the last attempt; null for an attempt that hasn't failed.</summary>
    public LocalReply? Failure { get; set; }

    /// <summary>Gets or sets the trailers of the destination's response; null for none.</summary>
    public HttpResponseHeaders? Trailers { get; set; }

    /// <summary>Gets or sets the span that is being recorded for the attempt; null for none.</summary>
    public Activity? Span { get; set; }

    /// <summary>Gets or sets the identity of the span; null for none.</summary>
    public SpanIdentity? SpanIdentity { get; set; }

    /// <summary>Gets the time at which the attempt ended, if retries are possible; otherwise 0: it ends with the request.</summary>
    public long EndTimestamp { get; private set; }

    /// <summary>Gets the time since the request was handed to the HTTP client.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(StartTimestamp);

    /// <summary>Splits the authority of the address, <c>172.31.81.3:8000</c>, whose port may follow from the scheme.</summary>
    public void Split(out ReadOnlySpan<char> host, out ReadOnlySpan<char> port)
    {
        Authority.Split(Authority.Of(Address), out host, out port);
        if (port.IsEmpty)
        {
            port = Address.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? "443" : "80";
        }
    }

    /// <summary>Returns the first value of a trailer; null for none.</summary>
    public string? FindTrailer(string name) =>
        Trailers is not null && Trailers.NonValidated.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>Records the head of the destination's response.</summary>
    public void OnResponse(int statusCode, string protocol)
    {
        ResponseTimestamp = Stopwatch.GetTimestamp();
        StatusCode = statusCode;
        Protocol = protocol;
    }

    /// <summary>Records that the attempt has ended. Another one may follow.</summary>
    public void End() => EndTimestamp = EndTimestamp == 0 ? Stopwatch.GetTimestamp() : EndTimestamp;
}
