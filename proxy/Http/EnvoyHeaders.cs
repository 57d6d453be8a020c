namespace ZipkinMesh.Proxy.Http;

/// <summary>Names of headers with a meaning to Envoy, and who may send them.</summary>
internal static class EnvoyHeaders
{
    public const string DecoratorOperation = "x-envoy-decorator-operation";
    public const string DownstreamServiceCluster = "x-envoy-downstream-service-cluster";
    public const string ExpectedTimeout = "x-envoy-expected-rq-timeout-ms";
    public const string ForwardedProto = "x-forwarded-proto";
    public const string OriginalPath = "x-envoy-original-path";
    public const string UpstreamServiceTime = "x-envoy-upstream-service-time";

    /// <summary>
    /// What a client has no say in, so is not passed on. Envoy trusts no client unless it is told to, and takes these off
    /// (seen on 1.40, each of them).
    /// </summary>
    public static readonly string[] NotFromClients =
    [
        "x-envoy-expected-rq-timeout-ms",
        "x-envoy-force-trace",
        "x-envoy-hedge-on-per-try-timeout",
        "x-envoy-internal",
        "x-envoy-ip-tags",
        "x-envoy-max-retries",
        "x-envoy-original-url",
        "x-envoy-retriable-header-names",
        "x-envoy-retriable-status-codes",
        "x-envoy-retry-grpc-on",
        "x-envoy-retry-on",
        "x-envoy-upstream-alt-stat-name",
        "x-envoy-upstream-rq-per-try-timeout-ms",
        "x-envoy-upstream-rq-timeout-alt-response",
        "x-envoy-upstream-rq-timeout-ms",
        "x-envoy-upstream-stream-duration-ms",
    ];
}
