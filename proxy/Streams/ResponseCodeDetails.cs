namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Defines Envoy's response code details that aren't those of a <see cref="LocalReply"/>. They say who decided on the status code and why
/// (https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/response_code_details).
/// </summary>
internal static class ResponseCodeDetails
{
    public const string ViaUpstream = "via_upstream";
    public const string UpgradeRefused = "websocket_handshake_unsuccessful";
    public const string DownstreamDisconnect = "downstream_remote_disconnect";

    /// <summary>The proxy has failed. Envoy has no such case.</summary>
    public const string UnhandledException = "unhandled_exception";

    /// <summary>Returns the details of a response that was truncated, or that the client didn't wait for, by its response flag.</summary>
    public static string OfTruncated(string flag) => flag switch
    {
        ResponseFlags.UpstreamTimeout => LocalReply.Timeout.Details,
        ResponseFlags.StreamIdleTimeout => LocalReply.ResponseIdle.Details,
        ResponseFlags.UpstreamConnectionTermination => "upstream_reset_after_response_started{connection_termination}",
        ResponseFlags.UpstreamProtocolError => "upstream_reset_after_response_started{protocol_error}",
        ResponseFlags.UpstreamRemoteReset => "upstream_reset_after_response_started{remote_reset}",
        ResponseFlags.LocalReset => "upstream_reset_after_response_started{local_reset}",
        ResponseFlags.DownstreamRemoteReset => "http2.remote_reset",
        _ => DownstreamDisconnect,
    };
}
