namespace ZipkinMesh.Tests.AccessLog;

/// <summary>The formats that both proxies use, with what doesn't depend on the time, the ports or the proxy's name.</summary>
internal static class LogFormat
{
    /// <summary>The operators that are compared for every request. The first names the case.</summary>
    private static readonly string[] Operators =
    [
        "%REQ(x-case)%", "%PROTOCOL%", "%REQ(:METHOD)%", "%REQ(:PATH)%", "%REQ(:AUTHORITY)%", "%REQ(host)%", "%REQ(:SCHEME)%", "%REQ(x-q)%",
        "%REQ(x-q):4%", "%REQ(none?user-agent)%", "%REQUEST_HEADER(x-dup)%", "%REQ(connection)%", "%REQ(x-forwarded-for)%", "%REQ(x-forwarded-proto)%",
        "%REQ(x-request-id)%", "%PATH%", "%PATH(NQ):8%", "%PATH(WQ:ORIG)%", "%QUERY_PARAM(b)%", "%QUERY_PARAM(c)%", "%QUERY_PARAMS%",
        "%QUERY_PARAMS(DECODED)%", "%RESPONSE_CODE%", "%RESPONSE_CODE_DETAILS%", "%RESPONSE_FLAGS%", "%RESPONSE_FLAGS_LONG%",
        "%CONNECTION_TERMINATION_DETAILS%", "%BYTES_RECEIVED%", "%BYTES_SENT%", "%RESP(:STATUS)%", "%RESP(content-type)%", "%RESP(x-a)%",
        "%RESP(x-empty?x-a)%", "%TRAILER(x-t)%", "%UPSTREAM_CLUSTER%", "%UPSTREAM_CLUSTER_RAW%", "%UPSTREAM_HOST%", "%UPSTREAM_REMOTE_ADDRESS%",
        "%UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", "%UPSTREAM_REMOTE_PORT%", "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
        "%UPSTREAM_REQUEST_ATTEMPT_COUNT%", "%ROUTE_NAME%", "%VIRTUAL_CLUSTER_NAME%", "%LISTENER_NAME%", "%TRACE_ID%", "%STREAM_ID%",
        "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(12)%", "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%",
        "%DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT%", "%DOWNSTREAM_DIRECT_LOCAL_ADDRESS_WITHOUT_PORT(8)%", "%REQUESTED_SERVER_NAME%", "%HOSTNAME%",
        "%ENVIRONMENT(HOME)%", "%ENVIRONMENT(HOME):2%", "%START_TIME(%Y-%m)%", "%EMIT_TIME(%Y-%m)%", "100%%",
    ];

    /// <summary>Gets the format of all operators, one field each, separated by bars.</summary>
    public static string All { get; } = string.Join(" | ", Operators.Select(known => $"{known.Trim('%').Replace("%", "%%", StringComparison.Ordinal)}={known}"));

    /// <summary>Gets the format for requests that Envoy rejects before it knows their headers.</summary>
    public static string Rejected => "%RESPONSE_CODE% %RESPONSE_CODE_DETAILS% %RESPONSE_FLAGS% %RESPONSE_FLAGS_LONG% %BYTES_RECEIVED% %BYTES_SENT% %UPSTREAM_HOST% %UPSTREAM_REQUEST_ATTEMPT_COUNT%";
}
