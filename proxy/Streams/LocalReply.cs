namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents a response that the proxy itself makes, with Envoy's status, body and response flag.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Flag">The response flag.</param>
/// <param name="Details">Envoy's response code details, each of them observed on Envoy 1.40.</param>
/// <param name="Body">The body.</param>
internal sealed record LocalReply(int Status, string Flag, string Details, string Body)
{
    private const string Reset = "upstream connect error or disconnect/reset before headers. reset reason: ";

    public static readonly LocalReply BadRequest = new(400, ResponseFlags.DownstreamProtocolError, "http1.codec_error", "Bad Request") { ClosesConnection = true };
    public static readonly LocalReply InvalidCharacters = BadRequest with { Details = "http1.invalid_characters" };
    public static readonly LocalReply AmbiguousFraming = BadRequest with { Details = "http1.content_length_and_chunked_not_allowed" };
    public static readonly LocalReply MalformedHttp2 = BadRequest with { Details = "http2.violation.of.messaging.rule" };
    public static readonly LocalReply NotImplemented = new(501, ResponseFlags.DownstreamProtocolError, "http1.invalid_transfer_encoding", "Not Implemented") { ClosesConnection = true };
    public static readonly LocalReply UpgradeRequired = new(426, ResponseFlags.DownstreamProtocolError, "low_version", "Upgrade Required") { ClosesConnection = true };
    public static readonly LocalReply HeadersTooLarge = new(431, ResponseFlags.DownstreamProtocolError, "http1.headers_too_large", "Request Header Fields Too Large") { ClosesConnection = true };
    public static readonly LocalReply UpgradeForbidden = new(403, ResponseFlags.None, "upgrade_failed", "");
    public static readonly LocalReply NoRoute = new(404, ResponseFlags.NoRoute, "route_not_found", "");
    public static readonly LocalReply NoHealthyUpstream = new(503, ResponseFlags.NoHealthyUpstream, "no_healthy_upstream", "no healthy upstream");
    public static readonly LocalReply ConnectionFailure = new(503, ResponseFlags.UpstreamConnectionFailure, "upstream_reset_before_response_started{remote_connection_failure}", Reset + "remote connection failure");
    public static readonly LocalReply ConnectionTimeout = new(503, ResponseFlags.UpstreamConnectionFailure, "upstream_reset_before_response_started{connection_timeout}", Reset + "connection timeout");
    public static readonly LocalReply ConnectionTermination = new(503, ResponseFlags.UpstreamConnectionTermination, "upstream_reset_before_response_started{connection_termination}", Reset + "connection termination");
    public static readonly LocalReply RemoteReset = new(503, ResponseFlags.UpstreamRemoteReset, "upstream_reset_before_response_started{remote_reset}", Reset + "remote reset");
    public static readonly LocalReply RemoteRefusedStream = new(503, ResponseFlags.UpstreamRemoteReset, "upstream_reset_before_response_started{remote_refused_stream_reset}", Reset + "remote refused stream reset");
    public static readonly LocalReply ProtocolError = new(502, ResponseFlags.UpstreamProtocolError, "upstream_reset_before_response_started{protocol_error}", Reset + "protocol error");
    public static readonly LocalReply Overflow = new(503, ResponseFlags.UpstreamOverflow, "upstream_reset_before_response_started{overflow}", Reset + "overflow") { SaysOverloaded = true };
    public static readonly LocalReply Timeout = new(504, ResponseFlags.UpstreamTimeout, "response_timeout", "upstream request timeout");
    public static readonly LocalReply PerTryTimeout = Timeout with { Details = "upstream_per_try_timeout" };

    /// <summary>The memory runs out. Envoy 1.40 sends the same without a flag, which would leave the reason out of the access log.</summary>
    public static readonly LocalReply Overload = new(503, ResponseFlags.UpstreamOverflow, "overload", "envoy overloaded");

    /// <summary>The program ends before the upstream has responded.</summary>
    public static readonly LocalReply Shutdown = new(503, ResponseFlags.LocalReset, "upstream_reset_before_response_started{local_reset}", Reset + "local reset");

    /// <summary>The client stopped in the middle of the request body.</summary>
    public static readonly LocalReply RequestIdle =
        new(408, ResponseFlags.StreamIdleTimeout, "stream_idle_timeout", "stream timeout") { ClosesConnection = true };

    /// <summary>The upstream hasn't responded for the idle timeout.</summary>
    public static readonly LocalReply ResponseIdle = new(504, ResponseFlags.StreamIdleTimeout, "stream_idle_timeout", "stream timeout");

    /// <summary>The request hasn't arrived in the time that the listener allows.</summary>
    public static readonly LocalReply RequestTimeout = new(408, ResponseFlags.None, "request_overall_timeout", "request timeout") { ClosesConnection = true };

    /// <summary>The request and its response have reached their longest time, and the request hasn't arrived.</summary>
    public static readonly LocalReply RequestDuration =
        new(408, ResponseFlags.None, "max_duration_timeout", "downstream duration timeout") { ClosesConnection = true, GrpcStatus = Grpc.GrpcStatus.DeadlineExceeded };

    /// <summary>The request and its response have reached their longest time.</summary>
    public static readonly LocalReply ResponseDuration =
        new(504, ResponseFlags.None, "max_duration_timeout", "downstream duration timeout") { GrpcStatus = Grpc.GrpcStatus.DeadlineExceeded };

    /// <summary>Gets the status with which a gRPC call is answered instead.</summary>
    public int GrpcStatus { get; init; } = Grpc.GrpcStatus.OfHttp(Status);

    /// <summary>Gets a value indicating that the connection can't be used any more: the rest of the request may still come.</summary>
    public bool ClosesConnection { get; private init; }

    /// <summary>Gets a value indicating that the response has <c>x-envoy-overloaded</c>.</summary>
    public bool SaysOverloaded { get; private init; }

    /// <summary>Gets Envoy's reason for a try that ended without a response, such as <c>connection termination</c>; null for other replies.</summary>
    public string? ResetReason => IsReset ? Body[(Body.LastIndexOf(':') + 2)..] : null;

    /// <summary>Returns the reason for which a response was truncated, by its response flag; null when the upstream isn't the reason.</summary>
    public static string? ResetReasonOf(string flag) => flag switch
    {
        ResponseFlags.UpstreamConnectionTermination => ConnectionTermination.ResetReason,
        ResponseFlags.UpstreamProtocolError => ProtocolError.ResetReason,
        ResponseFlags.UpstreamRemoteReset => RemoteReset.ResetReason,
        _ => null,
    };

    /// <summary>Gets a value indicating that a try ended without a response of the upstream.</summary>
    public bool IsReset =>
        Flag is ResponseFlags.UpstreamConnectionFailure or ResponseFlags.UpstreamConnectionTermination or ResponseFlags.UpstreamProtocolError
            or ResponseFlags.UpstreamRemoteReset;

    /// <summary>Returns the response whose details give the reason for which a connection failed.</summary>
    public LocalReply Because(string transportFailure) => this with { Details = Details.Replace("}", $"|{transportFailure}}}", StringComparison.Ordinal) };

    /// <summary>Returns the response for a request that was retried.</summary>
    public LocalReply AfterRetries() => this with { Body = Body.Replace("reset reason", "retried and the latest reset reason", StringComparison.Ordinal) };
}
