namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents a response that the proxy itself makes, with Envoy's status, body and response flag.</summary>
internal sealed record LocalReply(int Status, string Flag, string Body)
{
    private const string Reset = "upstream connect error or disconnect/reset before headers. reset reason: ";

    public static readonly LocalReply BadRequest = new(400, ResponseFlags.DownstreamProtocolError, "Bad Request") { ClosesConnection = true };
    public static readonly LocalReply NotImplemented = new(501, ResponseFlags.DownstreamProtocolError, "Not Implemented") { ClosesConnection = true };
    public static readonly LocalReply UpgradeRequired = new(426, ResponseFlags.DownstreamProtocolError, "Upgrade Required") { ClosesConnection = true };
    public static readonly LocalReply HeadersTooLarge = new(431, ResponseFlags.DownstreamProtocolError, "Request Header Fields Too Large") { ClosesConnection = true };
    public static readonly LocalReply UpgradeForbidden = new(403, ResponseFlags.None, "");
    public static readonly LocalReply NoRoute = new(404, ResponseFlags.NoRoute, "");
    public static readonly LocalReply NoHealthyUpstream = new(503, ResponseFlags.NoHealthyUpstream, "no healthy upstream");
    public static readonly LocalReply ConnectionFailure = new(503, ResponseFlags.UpstreamConnectionFailure, Reset + "remote connection failure");
    public static readonly LocalReply ConnectionTimeout = new(503, ResponseFlags.UpstreamConnectionFailure, Reset + "connection timeout");
    public static readonly LocalReply ConnectionTermination = new(503, ResponseFlags.UpstreamConnectionTermination, Reset + "connection termination");
    public static readonly LocalReply ProtocolError = new(502, ResponseFlags.UpstreamProtocolError, Reset + "protocol error");
    public static readonly LocalReply Overflow = new(503, ResponseFlags.UpstreamOverflow, Reset + "overflow") { SaysOverloaded = true };
    public static readonly LocalReply Timeout = new(504, ResponseFlags.UpstreamTimeout, "upstream request timeout");

    /// <summary>The memory runs out. Envoy 1.40 sends the same without a flag, which would leave the reason out of the access log.</summary>
    public static readonly LocalReply Overload = new(503, ResponseFlags.UpstreamOverflow, "envoy overloaded");

    /// <summary>The program ends before the upstream has responded.</summary>
    public static readonly LocalReply Shutdown = new(503, ResponseFlags.LocalReset, Reset + "local reset");

    /// <summary>The client stopped in the middle of the request body.</summary>
    public static readonly LocalReply RequestIdle =
        new(408, ResponseFlags.StreamIdleTimeout, "stream timeout") { ClosesConnection = true };

    /// <summary>The upstream hasn't responded for the idle timeout.</summary>
    public static readonly LocalReply ResponseIdle = new(504, ResponseFlags.StreamIdleTimeout, "stream timeout");

    /// <summary>Gets a value indicating that the connection can't be used any more: the rest of the request may still come.</summary>
    public bool ClosesConnection { get; private init; }

    /// <summary>Gets a value indicating that the response has <c>x-envoy-overloaded</c>.</summary>
    public bool SaysOverloaded { get; private init; }

    /// <summary>Gets a value indicating that a try ended without a response of the upstream.</summary>
    public bool IsReset =>
        Flag is ResponseFlags.UpstreamConnectionFailure or ResponseFlags.UpstreamConnectionTermination or ResponseFlags.UpstreamProtocolError;

    /// <summary>Returns the response for a request that was retried.</summary>
    public LocalReply AfterRetries() => this with { Body = Body.Replace("reset reason", "retried and the latest reset reason", StringComparison.Ordinal) };
}
