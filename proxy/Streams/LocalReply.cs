namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents a response that the proxy itself makes, with Envoy's status, body and response flag.</summary>
internal sealed record LocalReply(int Status, string Flag, string Body)
{
    /// <summary>The beginning of the body when a try ended without a response.</summary>
    public const string Reset = "upstream connect error or disconnect/reset before headers. reset reason: ";

    public static readonly LocalReply NoRoute = new(404, ResponseFlags.NoRoute, "");
    public static readonly LocalReply NoHealthyUpstream = new(503, ResponseFlags.NoHealthyUpstream, "no healthy upstream");
    public static readonly LocalReply ConnectionFailure = new(503, ResponseFlags.UpstreamConnectionFailure, Reset + "remote connection failure");
    public static readonly LocalReply ConnectionTimeout = new(503, ResponseFlags.UpstreamConnectionFailure, Reset + "connection timeout");
    public static readonly LocalReply ConnectionTermination = new(503, ResponseFlags.UpstreamConnectionTermination, Reset + "connection termination");
    public static readonly LocalReply ProtocolError = new(502, ResponseFlags.UpstreamProtocolError, Reset + "protocol error");
    public static readonly LocalReply Overflow = new(503, ResponseFlags.UpstreamOverflow, Reset + "overflow");
    public static readonly LocalReply Timeout = new(504, ResponseFlags.UpstreamTimeout, "upstream request timeout");

    /// <summary>Returns the response for a request that was retried.</summary>
    public LocalReply AfterRetries() => this with { Body = Body.Replace("reset reason", "retried and the latest reset reason", StringComparison.Ordinal) };
}
