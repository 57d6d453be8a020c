
namespace ZipkinMesh.Proxy.Http;

/// <summary>Names of the headers that have a meaning to Envoy.</summary>
internal static class EnvoyHeaders
{
    public const string ClientTraceId = "x-client-trace-id";
    public const string DecoratorOperation = "x-envoy-decorator-operation";
    public const string DownstreamServiceCluster = "x-envoy-downstream-service-cluster";
    public const string ExpectedTimeout = "x-envoy-expected-rq-timeout-ms";
    public const string ForwardedProto = "x-forwarded-proto";
    public const string OriginalPath = "x-envoy-original-path";
    public const string Overloaded = "x-envoy-overloaded";
    public const string RequestId = "x-request-id";
    public const string UpstreamServiceTime = "x-envoy-upstream-service-time";

    /// <summary>
    /// Headers that are removed from requests. Envoy trusts no client with them unless it is configured to
    /// (each of them observed on Envoy 1.40).
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
